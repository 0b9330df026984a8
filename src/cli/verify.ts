import { Command, Option } from "commander";
import { judgesOf } from "../attest/judges.js";
import type { Verification } from "../attest/verification.js";
import { verify } from "../attest/verify.js";
import { requirements } from "../requirements/index.js";
import { version } from "../version.js";
import { ExitCode } from "./exit.js";
import { coloursFor } from "./text/colours.js";
import { verificationText } from "./text/verification.js";

const EXIT: Readonly<Record<Verification["outcome"], number>> = {
  same: ExitCode.Conformant,
  different: ExitCode.NotConformant,
  undecided: ExitCode.Inconclusive,
};

/** `karat verify DIR` */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("judge a record again: nothing altered, nothing missing, every verdict reproduced")
    .argument("<dir>", "folder that `karat run` wrote, on this machine or another")
    .addOption(new Option("--output <format>", "how to print what was found").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Needs no cluster. Exit codes: 0 the record is whole and its verdicts come out again, whatever they are;
1 something is altered, missing or comes out differently; 2 usage; 3 it cannot be judged to its end.

Examples:
  $ karat verify result
  $ karat verify result --output json | jq .problems`,
    )
    .action((dir: string, options: { output: "text" | "json" }) => {
      const found = verify(dir, { judges: judgesOf(requirements), version });
      const text =
        options.output === "json"
          ? `${JSON.stringify(found, null, 2)}\n`
          : verificationText(dir, found, coloursFor(process.stdout));
      process.stdout.write(text);
      process.exitCode = EXIT[found.outcome];
    });
}
