import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding, Severity } from "../submission/finding.js";
import { commandsOf } from "./commands.js";
import { explanation } from "./explain.js";
import { markerLine, markerOf } from "./marker.js";
import { LONGEST_COMMENT, render } from "./render.js";
import { seen } from "./testing/markdown.js";
import { folderVerdict, outcomeOf, type Verdict } from "./verdict.js";
import { statusDescription } from "./words.js";

const PAGE = "https://github.com/cncf/k8s-ai-conformance";
const HEAD = "a1".repeat(20);
const BASE = "b2".repeat(20);

/** What people put where a name or a sentence is expected. */
const HOSTILE = [
  "@cncf/everybody",
  "[click](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "<img src=x onerror=alert(1)>",
  "<!-- karat-submission head=0 -->",
  "-->",
  "</details></code></td>",
  "`".repeat(300),
  "```\ncode\n```",
  "| a | b |",
  "\\| \\\\|",
  "https://evil.example/a_b",
  "www.evil.example",
  "mailto:me@evil.example",
  "me@evil.example",
  "cncf/foundation#1",
  "#1",
  "GH-1",
  "_GH-1",
  "0123456789abcdef0123456789abcdef01234567",
  "[^1]",
  "[x]: https://evil.example",
  ":tada:",
  "$x^2$",
  "**bold** ~~not~~ _it_",
  "# heading",
  "> quote",
  "&lt;b&gt; &#64;cncf",
  "\u202Egnp.exe\u2066",
  "a\u0000b\u001b[31mc",
  "\ud800",
  "\r\n\r\n## New section\r\n",
  "/recheck",
  "javascript:alert(1)",
  ") [x](https://evil.example",
  "%2e%2e/../..",
];

const words = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 30 })), {
  maxLength: 6,
});
const hostile = words.map((all) => all.join(" "));
const name = words.map((all) => all.join("").replaceAll(/[\0/]/g, "") || "x");

const finding: fc.Arbitrary<Finding> = fc.record({
  rule: fc.oneof(fc.constant("SPEC-004"), hostile),
  severity: fc.constantFrom<Severity>("error", "warn", "info"),
  message: hostile,
  place: fc.record({ file: name, line: fc.nat(), column: fc.nat() }),
  quote: hostile,
  fix: hostile,
});

const verdict: fc.Arbitrary<Verdict> = fc
  .record({
    folders: fc.array(
      fc.record({
        directory: name.map((one) => `v1.35/${one}`),
        findings: fc.array(finding, { maxLength: 8 }),
        unread: fc.option(hostile, { nil: undefined }),
        proven: fc.array(fc.record({ requirement: hostile, status: hostile, proof: hostile }), { maxLength: 4 }),
      }),
      { maxLength: 3 },
    ),
    notes: fc.array(hostile, { maxLength: 3 }),
  })
  .map(({ folders, notes }) => {
    const judged = folders.map(({ directory, findings, proven, unread }) => ({
      ...folderVerdict(directory, findings, { proven, checklist: "1.35" }),
      ...(unread !== undefined && { unread }),
    }));
    return { head: HEAD, base: BASE, outcome: outcomeOf(judged, notes), folders: judged, notes };
  });

describe("whatever stands in a pull request", () => {
  test("the comment has no link, mention, image, HTML or reference but its own, and one line a row", () => {
    fc.assert(
      fc.property(verdict, fc.uniqueArray(fc.constantFrom("SPEC-004", "BOT-001", "NOPE-1")), (verdict, explained) => {
        const body = render(verdict, PAGE, explained);
        const { links, tags, stray } = seen(body);
        expect(stray).toEqual([]);
        for (const link of links)
          expect(link).toMatch(/^https:\/\/github\.com\/cncf\/k8s-ai-conformance\/(?:commit|blob)\/(?:a1|b2){20}/);
        for (const link of links) expect(link).not.toMatch(/\/\.{1,2}(?:\/|$)/);
        expect([...new Set(tags)].filter((tag) => !/^<\/?(?:code|details|summary|sub|br)>$/.test(tag))).toEqual([]);
        for (const tag of ["code", "details", "sub"]) {
          expect(tags.filter((one) => one === `<${tag}>`)).toHaveLength(
            tags.filter((one) => one === `</${tag}>`).length,
          );
        }
        const rows = body.split("\n").filter((line) => /^\| (?:❌|👤) \|/u.test(line));
        for (const row of rows) expect(row.split("|")).toHaveLength(6);
        expect(commandsOf(body)).toEqual({ recheck: false, explain: [] });
        expect(markerOf(body)).toBeUndefined();
        expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
      }),
      { numRuns: 300 },
    );
  });

  test("the status is one short line", () => {
    fc.assert(
      fc.property(verdict, (verdict) => {
        const said = statusDescription(verdict);
        expect(said.length).toBeLessThanOrEqual(140);
        expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 100 },
    );
  });
});

test("more findings than a comment holds are told as a number, and the comment stays whole", () => {
  const many = Array.from({ length: 900 }, (_, line) => ({
    rule: "SPEC-004",
    severity: "error" as const,
    message: "@".repeat(400),
    place: { file: "PRODUCT.yaml", line, column: 1 },
    quote: "`".repeat(160),
  }));
  const folders = Array.from({ length: 5 }, (_, index) =>
    folderVerdict(`v1.35/acme-${index}`, many, {
      proven: Array.from({ length: 40 }, () => ({
        requirement: "#".repeat(60),
        status: "@".repeat(40),
        proof: "|".repeat(40),
      })),
    }),
  );
  const body = render({ head: HEAD, base: BASE, outcome: "failed", folders, notes: [] }, PAGE, ["SPEC-004"]);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(body).toMatch(/8\d\d more findings are not shown here/);
  expect(seen(body).stray).toEqual([]);
  expect(body.split("<details>")).toHaveLength(body.split("</details>").length);
  expect(body).toContain("neither approves nor merges");
});

test("a passing submission is told in a few lines", () => {
  const folders = [folderVerdict("v1.35/acme", [], { checklist: "1.35", proven: [] })];
  const body = render({ head: HEAD, base: BASE, outcome: "passed", folders, notes: [] }, PAGE, []);
  expect(body).toContain("### ✅ v1.35/acme: nothing found against it");
  expect(body).toContain("No rule has anything against it.");
});

test("every rule and every finding that no rule decides is explained", () => {
  expect(explanation("SPEC-004")).toMatch(/_Why:_.*_How to mend it:_/);
  expect(explanation("BOT-001")).toContain("is for people");
  expect(explanation("NOPE-1")).toBe("- **NOPE-1** is no rule of karat's.");
});

test("a marker is read as it was written, and only at a comment's beginning", () => {
  const marker = { head: HEAD, labels: ["v1.35", "v1.36"], explained: ["SPEC-004", "SEM-GANG"] };
  expect(markerOf(`${markerLine(marker)}\nmore`)).toEqual(marker);
  expect(markerOf(`x ${markerLine(marker)}`)).toBeUndefined();
  expect(markerOf(markerLine({ ...marker, labels: ["v1.35", "..."] }))?.labels).toEqual(["v1.35"]);
});

describe("commands", () => {
  test.each([
    ["/recheck", true, []],
    ["Thanks!\r\n\r\n- /recheck \r\n* /explain spec-004, INT-001", true, ["SPEC-004", "INT-001"]],
    ["1. /explain A", false, []],
    ["> /recheck", false, []],
    ["```\n/recheck\n```", false, []],
    ["~~~~\n/recheck\n~~~\n/recheck\n~~~~\n/explain SEM-GW", false, ["SEM-GW"]],
    ["please /recheck", false, []],
    ["/recheck now", false, []],
    ["/rechecks", false, []],
    ["- [ ] /explain ART-001 ART-001", false, ["ART-001"]],
    ["- ```\n  /recheck\n  ```\n/explain SEM-GW", false, ["SEM-GW"]],
    ["1. ```sh\n   /recheck\n    ```\n/explain SEM-GW", false, ["SEM-GW"]],
    ["```this is no fence```\n/recheck", true, []],
    ["    ```\n/recheck", true, []],
  ])("%j", (text, recheck, explain) => {
    expect(commandsOf(text)).toEqual({ recheck, explain });
  });

  test("of any length are read in no time", () => {
    const begun = performance.now();
    commandsOf(`- ${" ".repeat(60_000)}/recheck`);
    commandsOf("`".repeat(60_000));
    commandsOf(`${"`".repeat(30_000)} ${"`".repeat(30_000)}`);
    commandsOf("```\n".repeat(15_000));
    commandsOf("/explain ".repeat(8_000));
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
