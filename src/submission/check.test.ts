import { expect, test } from "vitest";
import { check, MOST, tally } from "./check.js";
import type { Finding } from "./finding.js";
import type { Rule } from "./rule.js";
import { submitted } from "./rules/testing.js";

const found = (rule: string, file: string, line: number, column = 1): Finding => ({
  rule,
  severity: "warn",
  message: rule,
  place: { file, line, column },
});

const rule = (id: string, find: () => Iterable<Finding>): Rule => ({
  id,
  severity: "warn",
  title: "",
  why: "",
  mend: "",
  check: find,
});

test("findings are in the order of their places, PRODUCT.yaml's first", () => {
  const rules = [
    rule("B", () => [found("B", "a.md", 2), found("B", "PRODUCT.yaml", 10), found("B", "PRODUCT.yaml", 9, 3)]),
    rule("A", () => [found("A", "a.md", 1), found("A", "PRODUCT.yaml", 10), found("A", "PRODUCT.yaml", 9, 2)]),
  ];
  const { findings } = check(submitted(""), { today: "2026-08-01" }, rules);
  expect(findings.map(({ rule, place }) => `${rule} ${place.file}:${place.line}:${place.column}`)).toEqual([
    "A PRODUCT.yaml:9:2",
    "B PRODUCT.yaml:9:3",
    "A PRODUCT.yaml:10:1",
    "B PRODUCT.yaml:10:1",
    "A a.md:1:1",
    "B a.md:2:1",
  ]);
  expect(tally(findings)).toEqual({ error: 0, warn: 6, info: 0 });
});

test("a rule that breaks off takes no other with it, and is told of", () => {
  const error = new Error("a bug");
  const breaking = rule("A", function* () {
    yield found("A", "a.md", 1);
    throw error;
  });
  const checked = check(submitted(""), { today: "2026-08-01" }, [breaking, rule("B", () => [found("B", "a.md", 2)])]);
  expect(checked.findings.map(({ rule }) => rule)).toEqual(["A", "B"]);
  expect(checked.broken).toEqual([{ rule: "A", error }]);
});

test("of what a rule finds without end, so much is told as anybody reads, and that there is more", () => {
  const endless = rule("A", function* () {
    for (let line = 1; ; line++) yield { ...found("A", "a.md", line), severity: "info" };
  });
  const { findings } = check(submitted(""), { today: "2026-08-01" }, [endless]);
  expect(findings).toHaveLength(MOST + 1);
  expect(findings.at(-1)).toMatchObject({ rule: "A", severity: "warn", place: { file: "a.md", line: MOST + 1 } });
  expect(findings.at(-1)?.message).toMatch(/there is more/);
  const exactly = rule("A", () => findings.slice(0, MOST));
  expect(check(submitted(""), { today: "2026-08-01" }, [exactly]).findings).toHaveLength(MOST);
});
