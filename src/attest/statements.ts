import { join } from "node:path";
import type { RunState } from "../record/fold.js";
import { EVENTS } from "../record/layout.js";
import { fileDigest } from "./file-digest.js";
import { RUN_PREDICATE, runPredicateOf, type Attester } from "./run-predicate.js";
import { STATEMENT, type RunStatement, type TestResultStatement } from "./statement.js";
import { TEST_RESULT, testResultOf } from "./test-result.js";

/** What is said of a record, in the order in which a bundle has them. */
export type Statements = readonly [TestResultStatement, RunStatement];

/** What statements are made of: a record's fold, and the digest of its events' file. */
export interface Attestable {
  state: RunState;
  /** Hex sha256 of events.ndjson. */
  events: string;
}

/** @throws RecordError where the events cannot be read */
export function attestable(dir: string, state: RunState): Attestable {
  return { state, events: fileDigest(join(dir, EVENTS), EVENTS) };
}

/** The statements are a function of the record and of who attests when: whoever has the record makes the same. */
export function statementsOf({ state, events }: Attestable, attester: Attester): Statements {
  const subject = [
    { name: EVENTS, digest: { sha256: events } },
    { name: "record", digest: { sha256: state.rootHash } },
    ...state.files.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
  ];
  return [
    { _type: STATEMENT, subject, predicateType: TEST_RESULT, predicate: testResultOf(state) },
    { _type: STATEMENT, subject, predicateType: RUN_PREDICATE, predicate: runPredicateOf(state, attester) },
  ];
}
