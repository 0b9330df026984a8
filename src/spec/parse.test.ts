import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChecklistError } from "./error.js";
import { LARGEST, parseChecklist } from "./parse.js";
import { CHECKLIST } from "./testing.js";

const parse = (text: string | Uint8Array) => parseChecklist(Buffer.from(text), "list.yaml");
const change = (from: string, to: string): string => {
  expect(CHECKLIST).toContain(from);
  return CHECKLIST.replace(from, to);
};

describe("parseChecklist", () => {
  test("reads ids, levels and wording in their order, and the file's digest", () => {
    expect(parse(CHECKLIST)).toEqual({
      minor: "1.36",
      sha256: createHash("sha256").update(CHECKLIST).digest("hex"),
      requirements: [
        { id: "gpu_sharing", level: "SHOULD", wording: "One test may share what another has." },
        { id: "gang_scheduling", level: "MUST", wording: "All tests start, or none does." },
      ],
    });
  });

  test.each([
    [
      "a level of its own",
      change("level: MUST", "level: must"),
      ":18:14: spec.schedulingOrchestration.0.level: must be",
    ],
    ["no level", change("      level: MUST\n", ""), ":14:7: spec.schedulingOrchestration.0.level: must be MUST or"],
    ["an id twice", change("gang_scheduling", "gpu_sharing"), ":14:11: gpu_sharing stands twice"],
    ["no id", change("id: gpu_sharing", "id: GPU sharing"), ":8:11: spec.accelerators.0.id: must be lower-case"],
    ["an empty wording", change('"One test may share what another has."', '""'), ":9:20: "],
    ["no version", change("v1.36", "latest"), ":3:22: metadata.kubernetesVersion: must be a version such as v1.37"],
    [
      "no requirement",
      "metadata:\n  kubernetesVersion: v1.36\nspec:\n  a: []\n",
      ":4:3: spec: must hold a requirement",
    ],
    ["a list", "- a\n- b\n", ":1:1: a checklist has metadata and spec"],
    ["nothing", "", ":1:1: a checklist has metadata and spec"],
    ["a key twice", change("spec:", "metadata:"), ":6:1: metadata stands twice"],
    ["bad YAML", change('"Some platform"', '"Some platform'), ":5:1: Missing closing"],
    ["two documents", `${CHECKLIST}---\na: 1\n`, ":21:1: Source contains multiple documents"],
    ["an alias", "a: &all [x, x]\nb: [*all, *all]\n", ":1:9: a checklist has no anchors and aliases"],
    ["an alias of nothing", "a: *all\n", ":1:4: "],
    ["bytes that are no UTF-8", Buffer.from("a: b\nc: \xff\n", "latin1"), ":2:4: this is no UTF-8 text"],
    ["a binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), ":1:1: this is no UTF-8 text"],
    ["depth without end", "[".repeat(4_000), "it nests too deep"],
    ["50 MB", Buffer.alloc(50 << 20, "a"), ": no checklist has more than 128 KiB"],
  ])("refuses %s and says where", (_, text, where) => {
    expect(() => parse(text)).toThrow(where.startsWith(":") ? `list.yaml${where}` : where);
  });

  test("whatever happens to a file, it is read or refused as a checklist", () => {
    const pieces = fc.constantFrom(
      "",
      "\n",
      "  ",
      "- ",
      ": ",
      "*a",
      "&a ",
      "{",
      "[",
      "'",
      '"',
      "|\n",
      "\0",
      "\t",
      "#",
      "!!",
    );
    fc.assert(
      fc.property(fc.nat(CHECKLIST.length), fc.nat(40), fc.array(pieces, { maxLength: 4 }), (at, cut, added) => {
        const text = CHECKLIST.slice(0, at) + added.join("") + CHECKLIST.slice(at + cut);
        try {
          const { requirements } = parse(text);
          expect(requirements.length).toBeGreaterThan(0);
          expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ChecklistError);
          expect((error as Error).message).toMatch(/^list\.yaml:\d+:\d+: \S/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a file as large as may be takes no long time", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join("");
    const before = process.cpuUsage();
    expect(() => parse(keys.slice(0, LARGEST))).toThrow(ChecklistError);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });
});
