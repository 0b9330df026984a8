import { Command, Option } from "commander";

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
1 something is altered, missing or comes out differently; 2 usage, or a folder without a record; 3 it cannot be
judged to its end.

Examples:
  $ karat verify result
  $ karat verify result --output json | jq .problems`,
    )
    .action(async (dir: string, { output }: { output: "text" | "json" }) => {
      const { verifyRecord } = await import("./work/verify.js");
      verifyRecord(dir, output);
    });
}
