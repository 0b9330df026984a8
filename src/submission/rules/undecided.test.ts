import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RULES } from "./index.js";
import { UNDECIDED } from "./undecided.js";

/** What a careful reader of all submissions wants to be told, where it lies beside the checkout; it is no part of it. */
const CATALOGUE = new URL("../../../../shared/corpus/rules.json", import.meta.url);

test("no id is decided twice, or both decided and not", () => {
  const ids = [...RULES, ...UNDECIDED].map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

/** Rules that the catalogue does not have: its own numbers go on without them. */
const isOwn = (id: string): boolean => id.startsWith("KARAT-");

describe.skipIf(!existsSync(CATALOGUE))("every finding of the catalogue", () => {
  const read = () => JSON.parse(readFileSync(CATALOGUE, "utf8")) as { id: string; severity: string }[];

  test("is raised by a rule, or known to be undecided", () => {
    const catalogue = read();
    const told = new Set([...RULES, ...UNDECIDED].map(({ id }) => id));
    expect(catalogue.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
    expect([...told].filter((id) => !isOwn(id) && !catalogue.some((each) => each.id === id))).toEqual([]);
    expect(catalogue.filter(({ id }) => isOwn(id))).toEqual([]);
  });

  test("is as severe, and stands in the same order", () => {
    const decided = read().filter(({ id }) => RULES.some((rule) => rule.id === id));
    expect(RULES.filter(({ id }) => !isOwn(id)).map(({ id, severity }) => ({ id, severity }))).toEqual(
      decided.map(({ id, severity }) => ({ id, severity })),
    );
  });
});
