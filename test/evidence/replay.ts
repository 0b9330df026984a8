import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/record/events.js";
import { Facts } from "../../src/record/facts.js";
import { judged } from "../../src/record/judge.js";
import type { Judgement } from "../../src/record/verdict.js";
import type { Check, Requirement } from "../../src/run/check.js";

/** Judges recorded observations anew. */
export function replay(check: Check, observations: readonly Observation[]): Judgement {
  return judged((expect) => check.judge(new Facts(observations), expect));
}

/** The recorded observations of a check; undefined when there are none under that name. */
export function evidence(check: Check, name: string): Observation[] | undefined {
  const [requirement = "", own = ""] = check.id.split("/");
  const file = join(import.meta.dirname, requirement, name, `${own}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Observation[]) : undefined;
}

function folders(requirement: string): string[] {
  return readdirSync(join(import.meta.dirname, requirement)).filter((name) => name !== "healthy");
}

/**
 * Tests a requirement's judges on what was recorded.
 * @param failing by fault, the checks (without the requirement's id) that must fail under it; all others that were
 * recorded must be inconclusive
 */
export function describeReplay({ id, checks }: Requirement, failing: Readonly<Record<string, readonly string[]>>): void {
  describe("the healthy lab", () => {
    test.each(checks)("$id passes", (check) => {
      const judgement = replay(check, recorded(check, "healthy"));
      expect(judgement.verdict, judgement.reason).toBe("pass");
    });
    test.each(checks)("$id does not pass without a fact that it names as evidence", (check) => {
      const observations = recorded(check, "healthy");
      const named = new Set(replay(check, observations).expectations.flatMap((expectation) => expectation.evidence));
      expect(named.size).toBeGreaterThan(0);
      for (const name of named) {
        const rest = observations.filter((observation) => observation.name !== name);
        expect(rest.length, `${name} is no observation`).toBeLessThan(observations.length);
        expect(replay(check, rest).verdict, `without ${name}`).not.toBe("pass");
      }
    });
    test.each(checks)("$id does not pass on another run's logs", (check) => {
      const observations = recorded(check, "healthy");
      const foreign = observations.map((observation) =>
        observation.kind === "log" ? { ...observation, data: withoutNonce(observation.data) } : observation,
      );
      if (observations.some(({ kind }) => kind === "log")) expect(replay(check, foreign).verdict).not.toBe("pass");
    });
  });

  describe.each(folders(id))("%s", (fault) => {
    const there = checks.filter((check) => evidence(check, fault) !== undefined);
    const expected = failing[fault] ?? [];
    test("is caught by the right checks", () => {
      const verdicts = there.map((check) => [check.id.slice(id.length + 1), replay(check, recorded(check, fault)).verdict]);
      expect(verdicts.filter(([, verdict]) => verdict === "fail").map(([name]) => name)).toEqual(expected);
      expect(verdicts.filter(([, verdict]) => verdict === "pass")).toEqual([]);
    });
    test.each(there)("$id does not pass whatever is lost of it", (check) => {
      const observations = recorded(check, fault);
      fc.assert(
        fc.property(damages(observations), (damaged) => {
          const { verdict, reason } = replay(check, damaged);
          expect(verdict, reason).not.toBe("pass");
        }),
      );
    });
  });

  test("every fault that is expected here was recorded", () => {
    expect(folders(id)).toEqual(expect.arrayContaining(Object.keys(failing)));
  });
}

function recorded(check: Check, name: string): Observation[] {
  const found = evidence(check, name);
  if (!found) throw new Error(`there is no recorded evidence of ${check.id} for ${name}; see test/evidence/README.md`);
  return found;
}

function withoutNonce(data: unknown): unknown {
  const { text, ...rest } = data as { text: string };
  return { ...rest, text: text.replace(/^(\S+ )\S+/gm, "$10000000000000000") };
}

const KINDS = ["object", "response", "list", "history", "log", "value"] as const;

/** One or more observations dropped, emptied, cut short or put in another's place. */
function damages(observations: readonly Observation[]): fc.Arbitrary<Observation[]> {
  const damage = fc.record({
    at: fc.nat(Math.max(0, observations.length - 1)),
    how: fc.constantFrom("drop", "null", "empty", "other kind", "cut", "swap"),
    kind: fc.constantFrom(...KINDS),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    other: fc.nat(Math.max(0, observations.length - 1)),
  });
  return fc.array(damage, { minLength: 1, maxLength: 3 }).map((all) =>
    all.reduce<Observation[]>((current, { at, how, kind, cut, other }) => {
      const victim = observations[at]?.name;
      return current.flatMap((observation): Observation[] => {
        if (observation.name !== victim) return [observation];
        if (how === "drop") return [];
        if (how === "null") return [{ ...observation, data: null }];
        if (how === "empty") return [{ ...observation, data: {} }];
        if (how === "other kind") return [{ ...observation, kind }];
        if (how === "swap") return [{ ...observation, data: observations[other]?.data }];
        return [{ ...observation, data: cutShort(observation.data, cut) }];
      });
    }, [...observations]),
  );
}

/** Texts lose their end, lists become empty, objects lose a part of their members. */
function cutShort(data: unknown, share: number): unknown {
  if (data === null || typeof data !== "object") return data;
  const { text, items, versions } = data as { text?: string; items?: unknown[]; versions?: unknown[] };
  if (typeof text === "string") return { ...data, text: text.slice(0, Math.floor(text.length * share)) };
  if (Array.isArray(items)) return { ...data, items: [] };
  if (Array.isArray(versions)) return { ...data, versions: versions.slice(0, Math.floor(versions.length * share)) };
  const entries = Object.entries(data);
  return Object.fromEntries(entries.slice(0, Math.floor(entries.length * share)));
}
