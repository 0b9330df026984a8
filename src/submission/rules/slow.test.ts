import { expect, test } from "vitest";
import { REQUIREMENT_IDS } from "../../spec/levels.js";
import { RULES } from "./index.js";
import { findings, submitted } from "./testing.js";

const CLAIMS = REQUIREMENT_IDS.map((id) => `    - {id: ${id}, status: Implemented, evidence: ["a.md#x", "b.log"]}\n`);
const TEXT = `spec:\n  x:\n${CLAIMS.join("")}`;
const MIB = 1024 * 1024;

/** What a pattern could begin to match again and again. */
test.each(["eyJhbGci-", "\n", "GPU_UTIL{", "curl ", "scale ", "x", "a@", "a-", "<your ", "://", "# ", "Ready "])(
  "two files of %j over and over keep no rule busy",
  (seed) => {
    const text = seed.repeat(Math.ceil((2 * MIB) / seed.length));
    const submission = submitted(TEXT, { directory: "v1.37/acme", files: { "a.md": text, "b.log": text } });
    const began = performance.now();
    for (const rule of RULES) findings(rule, submission, { others: [submission] });
    expect(performance.now() - began).toBeLessThan(8_000);
  },
);
