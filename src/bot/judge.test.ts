import { expect, test } from "vitest";
import { proofsOf } from "../submission/evidence/class.js";
import { proofTable } from "../submission/evidence/table.js";
import { CLEAN, submitted } from "../submission/rules/testing.js";
import { judge } from "./judge.js";

test("what is proven is what came of judging the record, and without one what the files show", () => {
  const submission = submitted(CLEAN);
  const seen = proofTable(submission);
  const requirements = seen.requirements.map((row) => ({ ...row, class: "machine-verified" as const }));
  const record = {
    outcome: "same",
    contradictions: [],
    table: { ...seen, requirements },
    proofs: proofsOf(submission),
  } as const;
  const folder = { directory: submission.directory, submission, context: { today: "2026-08-01" }, notes: [] };
  const proofs = (one: object): (string | undefined)[] =>
    judge({ folders: [{ ...folder, ...one }], notes: [] }, { head: "h", base: "b" }, [])
      .folders.flatMap(({ proven }) => proven)
      .map(({ proof }) => proof);
  expect(new Set(proofs({ record }))).toEqual(new Set(["machine-verified"]));
  expect(new Set(proofs({}))).toEqual(new Set(["vendor page only"]));
});
