import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { MINORS } from "../../spec/levels.js";
import { parseChecklist } from "../../spec/parse.js";
import { STATUSES } from "../rules/statuses.js";
import { FIELDS } from "./fields.js";
import { fillChecklist, type Filling } from "./fill.js";
import { CHECKLIST_FILE } from "./testing.js";

interface Filled {
  metadata: Record<string, string>;
  spec: Record<string, { id: string; status: string; evidence: string[]; notes: string }[]>;
}

const official = (minor: string) =>
  new URL(`../../../../shared/corpus/checklists/AIConformance-${minor}.yaml`, import.meta.url);
const texts = [
  ["made up", CHECKLIST_FILE] as const,
  ...MINORS.filter((minor) => existsSync(official(minor))).map(
    (minor) => [minor, readFileSync(official(minor), "utf8")] as const,
  ),
];
const REQUIRED = FIELDS.filter(({ optional }) => !optional).map(({ key }) => key);
const ids = (text: string) => parseChecklist(Buffer.from(text), "test").requirements.map(({ id }) => id);
const filling = (text: string, say: string): Filling => ({
  metadata: new Map(REQUIRED.map((key) => [key, `${key} ${say}`])),
  answers: new Map(
    ids(text).map((id) => [
      id,
      { id, status: "Implemented", notes: `${id} ${say}`, by: "karat", links: [], evidence: [say, id] },
    ]),
  ),
});
const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom('"', "\\", "\n", "# x", ": ", "- a", "|", "\t", "…", "\u2028", "𝒳", "*a", "{}", "%"),
);

describe.each(texts)("checklist %s filled in", (_, text) => {
  test("keeps the programme's wording, ids, levels and order", () => {
    const { requirements } = parseChecklist(Buffer.from(fillChecklist(text, filling(text, "said"))), "filled");
    expect(requirements).toEqual(parseChecklist(Buffer.from(text), "official").requirements);
  });

  test("changes lines of values only", () => {
    const lines = new Set(fillChecklist(text, filling(text, "said")).split("\n"));
    const kept = text.split("\n").filter((line) => !lines.has(line));
    for (const line of kept) expect(line).toMatch(/^ {2}\w+: "\[|^ {6}(?:status|evidence|notes): (?:""|\[\])/);
  });

  test("keeps comments", () => {
    const filled = fillChecklist(text, filling(text, "said"));
    for (const [comment] of text.matchAll(/# (?!may be left out).*$/gm)) expect(filled).toContain(comment);
  });

  test("says what was filled in, whatever it is", () => {
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(...STATUSES),
        fc.array(hostile, { maxLength: 3 }),
        (said, status, evidence) => {
          const { metadata, answers } = filling(text, said);
          const given = new Map([...answers].map(([id, one]) => [id, { ...one, status, evidence }]));
          const filled = parse(fillChecklist(text, { metadata, answers: given }), { strict: true }) as Filled;
          expect(Object.fromEntries(metadata)).toEqual(withoutVersion(filled.metadata));
          for (const one of Object.values(filled.spec).flat()) {
            expect(one).toMatchObject({ status, evidence, notes: `${one.id} ${said}` });
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("leaves no placeholder and no optional field that nobody filled in", () => {
    const filled = fillChecklist(text, filling(text, "said"));
    expect(filled).not.toMatch(/"\[|repoUrl/);
    expect(filled.endsWith("\n")).toBe(true);
  });
});

test("a key that the checklist lacks stands at the end of its mapping", () => {
  const text = CHECKLIST_FILE.replace(
    '      status: ""\n      evidence: []\n      notes: ""\n  scheduling',
    "  scheduling",
  );
  const filled = fillChecklist(text, filling(text, "said"));
  const { metadata, spec } = parse(filled) as Filled;
  expect(Object.keys(metadata).at(-1)).toBe("k8sConformanceUrl");
  expect(spec["accelerators"]?.[1]).toMatchObject({ status: "Implemented", notes: "driver_runtime_management said" });
});

function withoutVersion({ kubernetesVersion, ...metadata }: Record<string, string>): Record<string, string> {
  expect(kubernetesVersion).toMatch(/^v1\.\d\d$/);
  return metadata;
}
