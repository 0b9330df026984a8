import { expect, test } from "vitest";
import { knownChecklist } from "../../spec/levels.js";
import type { Proven } from "../evidence/class.js";
import type { Finding } from "../finding.js";
import { CHECKLIST, CLEAN, submitted } from "../rules/testing.js";
import { siteData, type Judged } from "./data.js";

const TODAY = "2026-08-01";

function judged(directory: string, text = CLEAN, more: Partial<Judged> = {}): Judged {
  return { submission: submitted(text, { directory }), findings: [], proofs: new Map(), ...more };
}

test("a newer minor of the same product supersedes, however its folder's letters are written", () => {
  const all = [judged("v1.9/ACME"), judged("v1.36/acme"), judged("v1.10/Acme"), judged("v1.36/other")];
  const { minors, submissions } = siteData(all, [], new Map(), TODAY);
  expect(minors.map(({ minor, accepting }) => [minor, accepting])).toEqual([
    ["1.36", true],
    ["1.10", false],
    ["1.9", false],
  ]);
  expect(submissions.map(({ directory, page, supersededBy }) => [directory, page, supersededBy])).toEqual([
    ["v1.36/acme", "acme", undefined],
    ["v1.36/other", "other", undefined],
    ["v1.10/Acme", "acme", "1.36"],
    ["v1.9/ACME", "acme", "1.36"],
  ]);
});

test("new submissions are accepted for the minors of the day, as LIFE-001 has it", () => {
  const all = ["1.33", "1.34", "1.35", "1.36"].map((minor) => judged(`v${minor}/acme`));
  const accepting = (day: string): string[] =>
    siteData(all, [], new Map(), day).minors.flatMap(({ minor, accepting }) => (accepting ? [minor] : []));
  expect(accepting("2026-04-21")).toEqual(["1.35", "1.34", "1.33"]);
  expect(accepting("2026-04-22")).toEqual(["1.36", "1.35", "1.34"]);
  expect(accepting("2026-08-26")).toEqual(["1.36", "1.35"]);
});

test("a claim has the checklist's level, the status that was meant, and what shows it", () => {
  const text = CLEAN.replace(
    'level: MUST\n      status: "Implemented"',
    "level: SHOULD\n      status: not applicable",
  ).replace('status: "Implemented"', "status: Rather");
  const submission = submitted(text);
  const proofs = new Map<(typeof submission.document.claims)[number], Proven>();
  for (const claim of submission.document.claims) proofs.set(claim, { class: "script and log", why: "run.log" });
  const [entry] = siteData(
    [{ submission, findings: [], proofs }],
    [],
    new Map([["1.36", CHECKLIST]]),
    TODAY,
  ).submissions;
  expect(entry?.claims.slice(0, 2)).toEqual([
    {
      id: "gpu_sharing",
      level: "SHOULD",
      status: "unclear",
      written: "Rather",
      proof: "script and log",
      why: "run.log",
      evidence: ["https://docs.acme.io/sharing"],
    },
    {
      id: "gang_scheduling",
      level: "MUST",
      status: "na",
      proof: "script and log",
      why: "run.log",
      evidence: ["https://docs.acme.io/gangs"],
      notes: "Kueue 0.14 admitted three pods at once and none of four.",
    },
  ]);
  expect(entry).toMatchObject({ name: "Acme Kubernetes", vendor: "Acme", standing: "unknown", version: "2.4.1" });
});

test("what the checklist of its minor does not ask for is no claim, what nobody answers is left out", () => {
  const text = CLEAN.replace("id: gpu_sharing", "id: constructor").replace("id: gang_scheduling", "id: dra_support");
  const { minors, submissions } = siteData([judged("v1.36/acme", text)], [], new Map(), TODAY);
  expect(minors[0]?.requirements).toEqual(knownChecklist("1.36").requirements);
  expect(submissions[0]?.claims.map(({ id }) => id)).toEqual(["cluster_autoscaling", "pod_autoscaling"]);
});

test.each(["", "- 1", "spec: 7", "metadata: {platformName: [x]}", "\u0000"])(
  "%j is a submission that says nothing",
  (text) => {
    const { submissions } = siteData([judged("v1.36/acme", text)], [], new Map(), TODAY);
    expect(submissions).toMatchObject([{ name: "acme", vendor: "", claims: [], standing: "unknown" }]);
  },
);

test("findings are counted, texts are bounded", () => {
  const place = { file: "PRODUCT.yaml", line: 1, column: 1 };
  const findings = Array.from({ length: 300 }, (_, index): Finding => ({
    rule: "SPEC-004",
    severity: index < 250 ? "error" : "warn",
    message: "x".repeat(10_000),
    place,
  }));
  const text = CLEAN.replace("Acme Kubernetes", "x".repeat(10_000));
  const [entry] = siteData([judged("v1.36/acme", text, { findings })], [], new Map(), TODAY).submissions;
  expect(entry?.found).toEqual({ error: 250, warn: 50, info: 0 });
  expect(entry?.findings.length).toBe(200);
  expect(JSON.stringify(entry).length).toBeLessThan(200 * 4_500);
  expect(entry?.name.length).toBe(4_001);
});
