import { z } from "zod";
import { conformance, deciding } from "../record/conformance.js";
import type { RunState } from "../record/fold.js";

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";

export const testResult = z.object({
  result: z.enum(["PASSED", "WARNED", "FAILED"]),
  /** ResourceDescriptors of what the run was held against and how it was run. */
  configuration: z.array(
    z.object({
      name: z.string(),
      digest: z.object({ sha256: z.string() }).optional(),
      /** Base64. */
      content: z.string().optional(),
      mediaType: z.string().optional(),
    }),
  ),
  /** Ids of requirements. What was skipped or does not apply is in no list. */
  passedTests: z.array(z.string()),
  warnedTests: z.array(z.string()),
  failedTests: z.array(z.string()),
});

/**
 * A run in in-toto's three words. A policy may let WARNED pass, so nothing that decides is ever less than FAILED: a MUST
 * that failed or is inconclusive counts as failed, a SHOULD as warned, and a run that is not conformant is FAILED.
 */
export function testResultOf(state: RunState): z.infer<typeof testResult> {
  const decides = new Set(deciding(state));
  const bad = state.requirements.filter(({ verdict }) => verdict === "fail" || verdict === "inconclusive");
  const ids = (of: typeof bad): string[] => of.map(({ id }) => id);
  const warned = ids(bad.filter((requirement) => !decides.has(requirement)));
  const passed = conformance(state).verdict === "pass";
  return {
    result: passed ? (warned.length > 0 ? "WARNED" : "PASSED") : "FAILED",
    configuration: configurationOf(state),
    passedTests: ids(state.requirements.filter(({ verdict }) => verdict === "pass")),
    warnedTests: warned,
    failedTests: ids(bad.filter((requirement) => decides.has(requirement))),
  };
}

function configurationOf({ checklist, options }: RunState): z.infer<typeof testResult>["configuration"] {
  const json = (name: string, value: unknown) => ({
    name,
    content: Buffer.from(JSON.stringify(value)).toString("base64"),
    mediaType: "application/json",
  });
  const given = json("options", options);
  if (checklist === undefined) return [given];
  const { minor, sha256, requirements } = checklist;
  const name = `checklist ${minor}`;
  // Without a file of its own, what was used is ids and levels as karat knows them.
  const levels = requirements.map(({ id, level }) => ({ id, level }));
  return [sha256 === undefined ? json(name, levels) : { name, digest: { sha256 } }, given];
}
