import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../finding.js";
import { integrity } from "./integrity/index.js";
import { metadata } from "./metadata/index.js";
import { spec } from "./spec/index.js";
import { CHECKLIST, CLEAN, findings, mended, submitted } from "./testing.js";
import { yaml } from "./yaml/index.js";

const RULES = [...integrity, ...yaml, ...metadata, ...spec];

/** What people and attackers write into a file, and what an editor does to it. */
const fragment = fc.oneof(
  fc.constantFrom("\r\n", "\t", " ", "\n", "\u202e", "\u00a0", "\u200b", "\ufeff", "\u0430", "\u001b[31m"),
  fc.constantFrom(
    "&a ",
    "*a",
    "!x ",
    "<<: ",
    "---\n",
    "#",
    '"',
    "'",
    "|\n",
    ">-\n",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "? ",
  ),
  fc.constantFrom("N/A", "Not Applicable", "1.30", "null", "true", "level: MUST\n", "level: 'must' # x\n"),
  fc.constantFrom("repoUrl: N/A\n", "website_url: x\n", "id: gang-scheduling\n"),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);

const spoilt = fc
  .array(fc.tuple(fc.nat(CLEAN.length), fc.nat(30), fragment), { minLength: 1, maxLength: 4 })
  .map((changes) => changes.reduce((text, [at, gone, by]) => text.slice(0, at) + by + text.slice(at + gone), CLEAN));

function all(text: string): Finding[] {
  const submission = submitted(text);
  return RULES.flatMap((rule) => findings(rule, submission, { checklist: CHECKLIST }));
}

const errors = (found: readonly Finding[]) => found.filter(({ severity }) => severity === "error").length;

test("whatever a file holds, findings are safe to show and stand within it", () => {
  fc.assert(
    fc.property(spoilt, (text) => {
      for (const { message, quote = "", fix = "", place, edit } of all(text)) {
        expect(message + quote + fix).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(place.line).toBeLessThanOrEqual(text.split("\n").length);
        expect(Math.min(place.line, place.column)).toBeGreaterThan(0);
        if (edit)
          expect([0, ...edit.range, text.length].toSorted((a, b) => a - b)).toEqual([0, ...edit.range, text.length]);
      }
    }),
    { numRuns: 50 },
  );
});

test("no edit makes anything worse, and what it mends is gone", () => {
  fc.assert(
    fc.property(spoilt, (text) => {
      const before = all(text);
      // What does not parse hides other findings, which come to light with every change.
      fc.pre(before.every(({ rule }) => rule !== "YAML-001"));
      for (const finding of before.filter(({ edit }) => edit)) {
        const after = all(mended(text, [finding]));
        expect(errors(after)).toBeLessThanOrEqual(errors(before));
        const { rule, message, place } = finding;
        expect(after).not.toContainEqual(expect.objectContaining({ rule, message, place }));
      }
    }),
    { numRuns: 50 },
  );
});
