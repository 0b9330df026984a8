import { z } from "zod";
import { RUN_PREDICATE, runPredicate } from "./run-predicate.js";
import { TEST_RESULT, testResult } from "./test-result.js";

/** in-toto Statement v1: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT = "https://in-toto.io/Statement/v1";

/** Media type of a statement in an envelope. */
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not 64 lower-case hex digits");
const common = {
  _type: z.literal(STATEMENT),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256 }) })).min(1),
};

/** The two statements that karat makes of a record. Unknown fields are ignored, as in-toto's parsing rules want. */
export const statementSchema = z.discriminatedUnion("predicateType", [
  z.object({ ...common, predicateType: z.literal(TEST_RESULT), predicate: testResult }),
  z.object({ ...common, predicateType: z.literal(RUN_PREDICATE), predicate: runPredicate }),
]);
export type Statement = z.infer<typeof statementSchema>;
export type RunStatement = Extract<Statement, { predicateType: typeof RUN_PREDICATE }>;
export type TestResultStatement = Extract<Statement, { predicateType: typeof TEST_RESULT }>;
