import { createColors } from "picocolors";
import { expect, test } from "vitest";
import type { Origin } from "../../submission/held-record.js";
import { proofTable } from "../../submission/evidence/table.js";
import { submitted } from "../../submission/rules/testing.js";
import { proofText } from "./proof.js";

const notes = (origin?: Origin): string[] => {
  const record = { outcome: "same" as const, contradictions: [], ...(origin && { origin }) };
  const text = proofText({ ...proofTable(submitted("spec: {}\n")), record }, createColors(false));
  return text.split("\n").flatMap((line) => /^ {2}· (.*)/.exec(line)?.[1] ?? []);
};

test("of a record that verifies it tells what nobody can know from it", () => {
  expect(notes({ checklist: { minor: "1.37", sha256: "ab", official: true }, signers: [] })).toEqual([
    "the record beside it was run against the programme's official checklist of 1.37",
    "nobody signed it, so nothing ties it to this product",
  ]);
  expect(
    notes({ checklist: { minor: "1.37", sha256: "ab", official: false }, signers: ["the key c0\u001b[31m"] }),
  ).toEqual([
    "the record beside it was run against another checklist of 1.37 than the programme's official one (sha256 ab)",
    "it is signed in the name of the key c0␛[31m, which is not checked here: `karat verify` does, with the key or identity",
    "nothing but that signature ties it to this product",
  ]);
  expect(notes({ checklist: { minor: "1.37", official: false }, signers: [] })[0]).toMatch(/ids and levels of 1\.37/);
  expect(notes({ signers: [] })[0]).toMatch(/against no checklist$/);
});

test("of any other record it tells nothing of the kind", () => {
  expect(notes()).toEqual([]);
});
