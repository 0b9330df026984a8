import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "./check.js";
import { PRODUCT } from "./document.js";
import { edited, mended } from "./fix.js";
import { readDocument } from "./read-document.js";
import { RULES } from "./rules/index.js";
import { CHECKLIST, CLEAN, submitted } from "./rules/testing.js";

test("edits are made from the last to the first, and of two that overlap the first", () => {
  const edits = [
    { range: [4, 5] as const, text: "E" },
    { range: [0, 2] as const, text: "" },
    { range: [1, 3] as const, text: "never" },
    { range: [5, 5] as const, text: "+" },
  ];
  expect(edited("abcdef", edits)).toBe("cdE+f");
});

test("a file that was not read whole is not written", () => {
  const long = `${CLEAN}${"# more than anybody needs\n".repeat(12_000)}`;
  const submission = { ...submitted(long), document: readDocument(Buffer.from(long)) };
  const { findings } = check(submission, { today: "2026-08-01", checklist: CHECKLIST }, RULES);
  expect(findings.map(({ rule }) => rule)).toContain("YAML-001");
  expect(findings.map(({ rule }) => rule)).not.toContain("YAML-006");
  expect(mended(submission, [{ ...findings[0]!, edit: { range: [0, 0], text: "x" } }])).toBeUndefined();
});

test("edits that lead out of the text are not made", () => {
  expect(edited("abc", [{ range: [2, 9], text: "x" }])).toBe("abc");
  expect(edited("abc", [{ range: [2, 1], text: "x" }])).toBe("abc");
});

test("whatever edits there are, the text outside of all of them stays as it is", () => {
  const edit = fc.record({ range: fc.tuple(fc.nat(30), fc.nat(30)), text: fc.constantFrom("", "X", "YY") });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      const signs = "0123456789abcdefghijklmnopqrst".split("");
      const kept = signs.filter((_, at) => edits.every(({ range: [from, to] }) => at < from || at >= to));
      const result = edited(signs.join(""), edits).split("");
      expect(result.filter((sign) => kept.includes(sign))).toEqual(kept);
    }),
  );
});

test("what the rules mend is found no more, and a second time nothing is left to mend", () => {
  const dirty = `\ufeff${CLEAN.replaceAll("\n", "\r\n").replace("level: MUST", "level: SHOULD").trimEnd()}`;
  const found = (text: string) =>
    check(submitted(text), { today: "2026-08-01", checklist: CHECKLIST }, RULES).findings.filter(({ edit }) => edit);
  expect(new Set(found(dirty).map(({ rule }) => rule))).toEqual(new Set(["YAML-006", "SPEC-004"]));
  let text: string | undefined = dirty;
  for (let round = 0; round < 5 && text !== undefined; round++) {
    const next: string | undefined = mended(submitted(text), found(text));
    if (next === undefined) break;
    text = next;
  }
  expect(text).toBe(CLEAN);
});

test("bytes that are no text are left as they are", () => {
  const bytes = Buffer.from("a: \xff\r\n", "latin1");
  const submission = submitted("", { files: { [PRODUCT]: { kind: "file", size: bytes.length, bytes } } });
  const place = { file: PRODUCT, line: 1, column: 1 };
  const finding = {
    rule: "A",
    severity: "info" as const,
    message: "",
    place,
    edit: { range: [0, 1] as const, text: "b" },
  };
  expect(mended(submission, [finding])).toBeUndefined();
  expect(mended(submitted("a: b\n"), [finding])).toBe("b: b\n");
  expect(mended(submitted("a: b\n"), [{ ...finding, place: { ...place, file: "other.md" } }])).toBeUndefined();
});
