import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ObservationKind } from "../record/events.js";
import { answerChecks, answerJudges, answerRecord, verifyAnswers } from "./testing-answers.js";
import { VERSION } from "./testing.js";
import { verifySigned } from "./verify-signed.js";

const HOUR = 60 * 60_000;
/** When test records begin. */
const BEGAN = Date.parse("2026-01-02T03:04:05.000Z");
/** Namespace of the check a/positive. */
const OWN = "karat-test-a-positive";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-cluster-times-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const pod = (hours: number, namespace = OWN) => {
  const creationTimestamp = new Date(BEGAN + hours * HOUR).toISOString().replace(".000Z", "Z");
  return { metadata: { name: "member-0", namespace, creationTimestamp } };
};
const object = (seen: unknown) => ({ kind: "object" as const, data: { ref: {}, object: seen } });

/** A record whose check a/positive observed something more. */
function observed(seen: { kind: ObservationKind; data: unknown }): string {
  const checks = answerChecks();
  checks[1]!.observations!.push({ name: "seen", ...seen });
  return answerRecord(mkdtempSync(join(root, "run-")), {}, { checks });
}
const told = (dir: string) => verifyAnswers(dir).problems.map(({ code, what }) => `${code}: ${what}`);

describe("objects that the run created", () => {
  test.each([
    ["an hour before the run", -1],
    ["an hour after it", 1],
  ])("%s by the cluster's clock are in order", (_, hours) => {
    expect(verifyAnswers(observed(object(pod(hours)))).outcome).toBe("same");
  });

  test("long before the run are another's, in whatever way they were seen", () => {
    const old = pod(-72);
    const namespace = { kind: "Namespace", metadata: { ...old.metadata, name: OWN, namespace: undefined } };
    for (const seen of [
      object(old),
      object(namespace),
      { kind: "response" as const, data: { method: "POST", path: "/", status: 201, body: old } },
      { kind: "list" as const, data: { path: "/", items: [pod(0), old, { metadata: { namespace: OWN } }] } },
      {
        kind: "history" as const,
        data: {
          versions: [
            { type: "ADDED", object: pod(0) },
            { type: "ADDED", object: old },
          ],
        },
      },
    ]) {
      expect(told(observed(seen))).toEqual([
        expect.stringMatching(
          /^time: the cluster created .* of a\/positive on 2025-12-30T03:04:05.*, 3 days before the run began/,
        ),
      ]);
    }
  });

  test("long after the run cannot be", () => {
    expect(told(observed(object(pod(5))))).toEqual([expect.stringContaining("5.0 h after the run ended")]);
  });

  test("are those in its own namespaces: a platform's are older", () => {
    expect(told(observed(object(pod(-5000, "kube-system"))))).toEqual([]);
  });

  test.each([
    ["nothing", object(null)],
    ["no object", object("member-0")],
    ["no time", object({ metadata: { namespace: OWN, creationTimestamp: "now" } })],
    ["items that are none", { kind: "list" as const, data: { items: "member-0" } }],
    ["versions that are none", { kind: "history" as const, data: { versions: [null, 1] } }],
  ])("that have %s tell nothing", (_, seen) => {
    expect(told(observed(seen))).toEqual([]);
  });
});

describe("the age of a run whose beginning was written anew", () => {
  const aged = (hours: number, maxAge: number, now = BEGAN) => {
    const dir = observed(object(pod(hours)));
    const options = { judges: answerJudges, version: VERSION, expected: { maxAge: maxAge * HOUR }, now };
    return verifySigned(dir, options).problems.filter(({ code }) => code === "age");
  };

  test("is that of its oldest object", () => {
    expect(aged(-24 * 40, 24 * 30)).toMatchObject([
      {
        what: expect.stringMatching(/the cluster created member-0 of a\/positive 40 days ago, and may be 30 days old/),
      },
    ]);
  });

  test("is told once where the beginning is too old as well", () => {
    expect(aged(-24 * 40, 24, BEGAN + 48 * HOUR)).toMatchObject([{ what: expect.stringContaining("it began on") }]);
  });

  test("is not spoilt by a cluster's clock that is an hour behind", () => {
    expect(aged(-1, 0.5)).toEqual([]);
  });
});
