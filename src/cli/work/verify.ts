import { judgesOf } from "../../attest/judges.js";
import type { Verification } from "../../attest/verification.js";
import { verify } from "../../attest/verify.js";
import { requirements } from "../../requirements/index.js";
import { version } from "../../version.js";
import { ExitCode } from "../exit.js";
import { coloursFor } from "../text/colours.js";
import { verificationText } from "../text/verification.js";

const EXIT: Readonly<Record<Verification["outcome"], number>> = {
  same: ExitCode.Conformant,
  different: ExitCode.NotConformant,
  undecided: ExitCode.Inconclusive,
};

/** Does what `karat verify` asks for. */
export function verifyRecord(dir: string, output: "text" | "json"): void {
  const found = verify(dir, { judges: judgesOf(requirements), version });
  const text =
    output === "json"
      ? `${JSON.stringify(found, null, 2)}\n`
      : verificationText(dir, found, coloursFor(process.stdout));
  process.stdout.write(text);
  process.exitCode = EXIT[found.outcome];
}
