import type { Log } from "sarif";
import { expect, test } from "vitest";
import { sarif } from "./sarif.js";
import { finding, outcomeOf } from "./testing.js";

const run = (...args: Parameters<typeof outcomeOf>) => (JSON.parse(sarif(outcomeOf(...args))) as Log).runs[0];

test("a finding stands at its place below the repository's root, with its rule", () => {
  const edit = { range: [3, 6] as const, text: "abc" };
  const log = run("a: 1\nb: xyz\n", [finding({ rule: "B-001", severity: "warn", fix: "write abc", edit })]);
  expect(log?.results).toEqual([
    {
      ruleId: "B-001",
      ruleIndex: 1,
      level: "warning",
      message: { text: "it is wrong. Fix: write abc" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "v1.36/acme/PRODUCT.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 2, startColumn: 4, endLine: 2, endColumn: 7 },
          },
        },
      ],
      partialFingerprints: { "karatFinding/v1": expect.stringMatching(/^[0-9a-f]{64}$/) },
      fixes: [
        expect.objectContaining({
          artifactChanges: [
            expect.objectContaining({
              replacements: [{ deletedRegion: { charOffset: 3, charLength: 3 }, insertedContent: { text: "abc" } }],
            }),
          ],
        }),
      ],
    },
  ]);
  expect(log?.tool.driver.rules?.map(({ id, help }) => [id, help?.text])).toEqual([
    ["A-001", "It matters. Mend it."],
    ["B-001", "It matters. Mend it."],
  ]);
});

test("a fingerprint outlives a move to another line, and tells the same finding twice apart", () => {
  const prints = (line: number) =>
    run(
      "",
      [1, 2].map((column) => finding({ place: { file: "PRODUCT.yaml", line, column } })),
    )?.results?.map(({ partialFingerprints }) => partialFingerprints?.["karatFinding/v1"]);
  expect(prints(9)).toEqual(prints(2));
  expect(new Set(prints(2)).size).toBe(2);
});

test("names of files cannot be taken for another part of an address", () => {
  const place = { file: "a b/%2e#?.md", line: 1, column: 1 };
  const uri = run("", [finding({ place })])?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
  expect(uri).toBe("v1.36/acme/a%20b/%252e%23%3F.md");
});

test("a run in which something was not checked is no success", () => {
  expect(run("", [])?.invocations?.[0]?.executionSuccessful).toBe(true);
  const log = run("", [], { unread: [{ path: "v1.36/birch", why: "it is gone" }] });
  expect(log?.invocations?.[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ message: { text: "v1.36/birch: it is gone" } }],
  });
  const unasked = run("", [], { unasked: ["the checklist is gone"] })?.invocations?.[0];
  expect(unasked).toMatchObject({ executionSuccessful: false });
});
