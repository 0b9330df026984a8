import { expect, test } from "vitest";
import { proofOf } from "../../probe/index.js";
import type { Observation } from "../../record/events.js";
import { Facts } from "../../record/facts.js";
import { judged } from "../../record/judge.js";
import { metricName } from "./facts.js";
import { serviceAnswers } from "./service-answers.js";
import { undeclaredAbsent } from "./undeclared-absent.js";

const NONCE = "0123456789abcdef";
const RIGHT = String(Buffer.from(NONCE).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7));
const time = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const fact = (name: string, data: unknown, kind: Observation["kind"] = "value"): Observation => ({ name, kind, at: time(0), data }); // prettier-ignore
const answer = (name: string, text: string, seconds = 0) =>
  fact(name, { path: "/p", at: time(seconds), status: 200, text });

const labels = (pod: string) => ({
  karat_container: pod,
  karat_proof: proofOf({ nonce: NONCE, podUid: `uid-${pod}`, container: pod }),
});

/** A service that runs and was sent three requests, which it counts so. */
function service(pod: string, counts = 3): Observation[] {
  const metadata = { name: pod, uid: `uid-${pod}` };
  const containerStatuses = [{ name: pod, state: { running: { startedAt: "2026-01-01T00:00:00Z" } } }];
  const object = { metadata, spec: { nodeName: "node1" }, status: { phase: "Running", containerStatuses } };
  const { karat_container, karat_proof } = labels(pod);
  const tags = `{karat_container="${karat_container}",karat_proof="${karat_proof}"}`;
  return [
    fact(`${pod}.created`, { method: "POST", path: "/p", status: 201, body: { metadata } }, "response"),
    fact(`${pod}.pod`, { ref: {}, object }, "object"),
    ...["first", "all"].map((when) => fact(`${pod}.sent.${when}`, { sent: 3 })),
    answer(`${pod}.hit.3`, `${counts}\n`),
    answer(`${pod}.own.all`, `${metricName(NONCE)}${tags} ${counts}\nkarat_scrapes_total${tags} 1\n`),
  ];
}

const vector = (result: { metric: object; value: [number, string] }[]): string =>
  JSON.stringify({ status: "success", data: { resultType: "vector", result } });
const shown = (...pods: string[]): string => vector(pods.map((pod) => ({ metric: labels(pod), value: [1, "3"] })));
const prometheus = { namespace: "monitoring", service: "prometheus", port: 9090, scheme: "http", prefix: "" };
const setup = [
  fact("setup", { nonce: NONCE, node: "any" }),
  fact("monitoring", { nonce: NONCE, tried: [prometheus] }),
  answer("monitoring.0", vector([{ metric: {}, value: [1, RIGHT] }])),
];

test.each([
  ["as many as it was sent", 3, "pass"],
  ["a request twice, as one that was sent again on the way", 4, "inconclusive"],
])("a service that counts %s", (_, counts, verdict) => {
  const facts = new Facts([...setup, ...service("undeclared", counts)]);
  expect(judged((expect) => serviceAnswers.judge(facts, expect)).verdict).toBe(verdict);
});

test.each([
  ["the declared service alone is shown", ["declared"], ["declared"], 12, "pass"],
  ["the other one is shown as well", ["declared"], ["declared", "undeclared"], 12, "fail"],
  ["neither is shown", [], [], 12, "inconclusive"],
  ["the declared one is shown no more", ["declared"], [], 12, "inconclusive"],
  ["it was not looked at for long enough", ["declared"], ["declared"], 3, "inconclusive"],
] as const)("when %s", (_, first, end, seconds, verdict) => {
  const asked = [answer("asked.first", shown(...first), 1), answer("asked.end", shown(...end), seconds)];
  const facts = new Facts([...setup, ...service("declared"), ...service("undeclared"), ...asked]);
  expect(judged((expect) => undeclaredAbsent.judge(facts, expect)).verdict).toBe(verdict);
});
