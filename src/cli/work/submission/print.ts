import { writeFileSync } from "node:fs";
import { json } from "../../../submission/output/json.js";
import { junit } from "../../../submission/output/junit.js";
import type { Outcome } from "../../../submission/output/outcome.js";
import { sarif } from "../../../submission/output/sarif.js";
import { text } from "../../../submission/output/text.js";
import { coloursFor } from "../../text/colours.js";
import { UsageError } from "../usage.js";

export type Format = "text" | "json" | "sarif" | "junit";

/** Prints what was found; where a file is named, there in the format, and as text on the terminal. */
export function printOutcome(outcome: Outcome, { output, outputFile }: { output: Format; outputFile?: string }): void {
  if (outputFile !== undefined) {
    try {
      writeFileSync(outputFile, rendered(outcome, output, {}));
    } catch (cause) {
      throw new UsageError(`--output-file ${outputFile} cannot be written`, "name a file in a folder that is there", {
        cause,
      });
    }
  }
  process.stdout.write(rendered(outcome, outputFile === undefined ? output : "text", process.stdout));
}

function rendered(outcome: Outcome, format: Format, stream: { isTTY?: boolean }): string {
  if (format === "text") return text(outcome, coloursFor(stream));
  return { json, sarif, junit }[format](outcome);
}
