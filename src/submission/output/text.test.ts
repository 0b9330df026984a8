import picocolors from "picocolors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { excerpt } from "./excerpt.js";
import { submitted } from "../rules/testing.js";
import { finding, outcomeOf } from "./testing.js";
import { text } from "./text.js";

const plain = picocolors.createColors(false);
const say = (...args: Parameters<typeof outcomeOf>): string => text(outcomeOf(...args), plain);

test("a finding has its place, its line with a mark, and what to do", () => {
  const edit = { range: [0, 1] as const, text: "" };
  expect(say("a: 1\n\tb: xyz # end\n", [finding({ fix: "write abc", edit }), finding({ rule: "B-001", severity: "warn" })])).toBe(
    `here/v1.36/acme/PRODUCT.yaml:2:4  error  A-001
  it is wrong
  2 │  b: xyz # end
    │    ^^^
  fix: write abc

here/v1.36/acme/PRODUCT.yaml:2:4  warn  B-001
  it is wrong
  2 │  b: xyz # end
    │    ^^^

1 submission (strict): 1 error, 1 warning
--fix mends 1 place
`,
  ); // prettier-ignore
});

test("of several submissions each has a line", () => {
  const { checked, ...rest } = outcomeOf("", [finding({ place: { file: "a.md", line: 1, column: 1 } })]);
  const clean = outcomeOf("", []).checked.map((one) => ({ ...one, shown: "日本\u001b" }));
  expect(
    text({ ...rest, checked: [...checked, ...clean] }, plain)
      .split("\n")
      .slice(3),
  ).toEqual([
    "here/v1.36/acme  1 error",
    "日本␛            nothing found",
    "",
    "2 submissions (strict): 1 error; 1 of them with errors",
    "",
  ]);
});

test("what was mended, and what could not be asked, is said", () => {
  const more = { mended: ["v1.36/acme/PRODUCT.yaml"], unasked: ["the checklist is gone"] };
  expect(say("", [], more)).toBe(
    "not asked  the checklist is gone\n\nmended  v1.36/acme/PRODUCT.yaml\n\n1 submission (strict): nothing found\n",
  );
  expect(say("", [], { checked: [], unread: [{ path: "a", why: "b" }] })).toContain("nothing checked; 1 not read");
});

test("nothing found is said in a line", () => {
  expect(say("a: b\n", [])).toBe("1 submission (strict): nothing found\n");
});

test("how much of what is claimed is proven is said under the strict rules, and of a record who judges it", () => {
  const claims = (evidence: string): string =>
    `spec:\n  x:\n    - {id: gang_scheduling, status: Implemented, evidence: [${evidence}]}\n`;
  const [one] = outcomeOf(claims("https://docs.a.io/x"), []).checked;
  const [other] = outcomeOf(claims(""), []).checked;
  const checked = [one, other].flatMap((folder) => folder ?? []);
  const several = { ...outcomeOf("", []), checked };
  expect(text(several, plain)).toBe(
    "2 submissions (strict): nothing found\n2 requirements claimed: 1 vendor page only, 1 nothing\n",
  );
  expect(text({ ...several, profile: "compat" }, plain)).not.toContain("claimed");
  const submission = submitted(claims(""), { files: { "karat/record.txt": "x" } });
  const held = checked.map((folder) => ({ ...folder, submission }));
  expect(text({ ...several, checked: held }, plain)).toContain("`karat submission evidence` judges the record too");
});

test("what could not be read or checked is said", () => {
  const outcome = outcomeOf("", [], { unread: [{ path: "v1.36/birch", why: "it is gone" }] });
  const broken = [{ rule: "A-001", error: new Error("oops") }];
  const said = text({ ...outcome, checked: outcome.checked.map((one) => ({ ...one, broken })) }, plain);
  expect(said).toContain("not read  v1.36/birch: it is gone\n");
  expect(said).toContain("not checked  A-001 broke off, a bug of karat: Error: oops\n");
  expect(said).toContain("nothing found; 1 not read");
});

test("what is missing has no line to show, and what lies behind the end neither", () => {
  const submission = submitted("a: b\n");
  expect(excerpt(submission, { file: "PRODUCT.yaml", line: 1, column: 1 })).toBeUndefined();
  expect(excerpt(submission, { file: "PRODUCT.yaml", line: 9, column: 1 })).toBeUndefined();
  expect(excerpt(submission, { file: "other.md", line: 2, column: 1 })).toBeUndefined();
});

test("of a long line the part around the place is shown, and wide signs keep the mark in its column", () => {
  const line = `${"x".repeat(500)}HERE${"y".repeat(500)}`;
  const end = { line: 1, column: 505 };
  const [shown, mark] = excerpt(submitted(line), { file: "PRODUCT.yaml", line: 1, column: 501, end }) ?? [];
  expect(shown).toMatch(/^…x{30}HEREy+…$/);
  expect(mark).toBe(`${" ".repeat(31)}^^^^`);
  const wide = { file: "PRODUCT.yaml", line: 1, column: 4, end: { line: 1, column: 5 } };
  expect(excerpt(submitted("日本 x"), wide)?.[1]).toBe("     ^");
});

test("no line of a submission reaches the terminal as anything but text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(20), fc.nat(20), (source, column, length) => {
      const place = { file: source, line: 1, column: column + 1, end: { line: 1, column: column + 1 + length } };
      const said = say(source, [finding({ place: { ...place, file: "PRODUCT.yaml" } }), finding({ place })]);
      expect(said).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
