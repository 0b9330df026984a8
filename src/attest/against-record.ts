import { isDeepStrictEqual } from "node:util";
import type { Problem } from "./verification.js";
import { statementsOf, type Attestable, type Statements } from "./statements.js";

/** As many differences as a person needs to see that two runs are not one. */
const SHOWN = 8;

/** Where signed statements do not say what the record says: both are made anew from the record and compared. */
export function statementProblems(signed: Statements, record: Attestable): Problem[] {
  const { attested, run } = signed[1].predicate;
  if (run !== record.state.run) {
    const what = `the statement is about another run: ${run}, while the record is of ${record.state.run}`;
    return [{ code: "statement", what, next: "hand the bundle in with the record that it was made from" }];
  }
  const made = statementsOf(record, attested);
  const found = signed.flatMap((statement, index) => [...differences(statement, made[index], "")]);
  return found.slice(0, SHOWN).map(({ path, signed, made }) => ({
    code: "statement",
    what: `the signed statement and the record differ in ${path}: ${signed} was signed, the record has ${made}`,
    next: "attest the record anew if it was gone on with, or if its reports were written again, after it was signed",
  }));
}

interface Difference {
  path: string;
  signed: string;
  made: string;
}

/** Both were read by a schema, so neither is deeper than that. */
function* differences(signed: unknown, made: unknown, path: string): Generator<Difference> {
  if (isDeepStrictEqual(signed, made)) return;
  if (!isNode(signed) || !isNode(made)) {
    yield { path, signed: shown(signed), made: shown(made) };
    return;
  }
  for (const key of new Set([...Object.keys(signed), ...Object.keys(made)])) {
    yield* differences(own(signed, key), own(made, key), path === "" ? key : `${path}.${key}`);
  }
}

function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function own(node: object, key: string): unknown {
  return Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 120);
}
