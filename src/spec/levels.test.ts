import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { departures, knownChecklist, levelOf, MINORS, minorOf, REQUIREMENT_IDS } from "./levels.js";
import { parseChecklist } from "./parse.js";
import { isOfficial } from "./pins.js";

/** The programme's own files, where they lie beside the checkout; they are no part of it. */
const OFFICIAL = new URL("../../../shared/corpus/checklists/", import.meta.url);

describe.skipIf(!existsSync(OFFICIAL))("the programme's own checklists", () => {
  test.each(MINORS)("%s is known by id, level, order and digest", (minor) => {
    const name = `AIConformance-${minor}.yaml`;
    const official = parseChecklist(readFileSync(new URL(name, OFFICIAL)), name);
    const known = knownChecklist(minor);
    expect(official.minor).toBe(minor);
    expect(official.requirements.map(({ id, level }) => ({ id, level }))).toEqual(known.requirements);
    expect(departures(official)).toEqual([]);
    expect(isOfficial(official)).toBe(true);
    expect(isOfficial(known)).toBe(false);
  });
});

test("each minor has MUSTs, and each requirement a minor", () => {
  for (const minor of MINORS)
    expect(knownChecklist(minor).requirements.some(({ level }) => level === "MUST")).toBe(true);
  for (const id of REQUIREMENT_IDS) expect(MINORS.some((minor) => levelOf(id, minor) !== undefined)).toBe(true);
  expect(levelOf("dra_support", "1.36")).toBeUndefined();
  expect(levelOf("constructor", "1.36")).toBeUndefined();
});

test.each([
  ["1.36", "1.36"],
  ["v1.36", "1.36"],
  ["1.36.4", "1.36"],
  ["1.32", undefined],
  ["1.360", undefined],
  ["./1.36", undefined],
  ["", undefined],
])("%j names %s", (text, minor) => expect(minorOf(text)).toBe(minor));

test("departures are told from the programme's table", () => {
  const { minor, requirements } = knownChecklist("1.36");
  const softened = requirements.map((item) =>
    item.id === "gang_scheduling" ? { ...item, level: "SHOULD" as const } : item,
  );
  const without = softened.filter(({ id }) => id !== "ai_inference");
  expect(departures({ minor, requirements: [...without, { id: "own", level: "MUST" }] })).toEqual([
    "ai_inference is left out; the programme's 1.36 has MUST",
    "gang_scheduling is SHOULD; the programme's 1.36 has MUST",
    "own is MUST; the programme's 1.36 has no such one",
  ]);
  expect(departures({ minor: "1.99", requirements: [] })).toEqual([
    "the programme has no checklist for Kubernetes 1.99",
  ]);
});
