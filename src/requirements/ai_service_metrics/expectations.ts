import type { Facts } from "../../record/facts.js";
import { MONITORING } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { type Endpoint, endpointName } from "../monitoring/candidates.js";
import { timeOf } from "../monitoring/exchange.js";
import { answered, askedOf, collected, hitOf, ownMetrics, ownOf, sentOf } from "./facts.js";

/**
 * Holds that the platform answers with exactly as many requests as a service was sent by then.
 * @param within seconds that the platform has for it
 * @returns whether it does
 * @throws Undecidable when another monitoring may have what this one lacks, or when it was not given that long
 */
export function expectCount(
  facts: Facts,
  expect: Expect,
  { endpoint, pod, when, within }: { endpoint: Endpoint; pod: string; when: string; within: number },
): boolean {
  const sent = answered(facts, pod, when);
  const values = collected(facts, endpoint, pod, when);
  const held = values.length > 0 && values.every((value) => value === sent);
  const evidence = [askedOf(when), sentOf(pod, when), hitOf(pod, sent), "monitoring"];
  if (!held) {
    requireTime(facts, { from: hitOf(pod, sent), to: askedOf(when), seconds: within });
    if (values.length === 0)
      requireUnasked(facts, pod, when, `${endpointName(endpoint)} does not have what it was told`);
  }
  expect(`the platform's monitoring answers with the ${sent} requests that pod ${pod} was sent`, {
    held,
    expected: `${sent}, within ${within} s`,
    seen: values.join(", ") || `no series; nobody asked the pod for its metrics`,
    evidence: held ? evidence : [...evidence, ownOf(pod, when)],
  });
  return held;
}

/**
 * Holds that there is monitoring at all, where none was found that answers queries: false if nobody asked either.
 * @throws Undecidable when somebody did
 */
export function expectMonitoring(facts: Facts, expect: Expect, pod: string, when: string): void {
  const sent = answered(facts, pod, when);
  requireTime(facts, { from: hitOf(pod, sent), to: ownOf(pod, when), seconds: MONITORING.unasked });
  requireUnasked(facts, pod, when, "no Service that answers PromQL was found");
  expect("the platform has monitoring that collects from a declared workload", {
    held: false,
    expected: "a Service that answers PromQL, or somebody who asks the pod for its metrics",
    seen: `no such Service, and nobody asked within ${MONITORING.unasked} s; name the Service by --prometheus if there is one`,
    evidence: ["monitoring", "services", ownOf(pod, when)],
  });
}

/** @throws Undecidable when somebody else than karat asked a pod for its metrics */
function requireUnasked(facts: Facts, pod: string, when: string, but: string): void {
  const asked =
    ownMetrics(facts, pod, when).scrapes - facts.names.filter((name) => name.startsWith(ownOf(pod, ""))).length;
  if (asked <= 0) return;
  throw new Undecidable(
    `somebody asked pod ${pod} for its metrics ${asked} times, and ${but}; name the Service that answers PromQL by --prometheus`,
  );
}

/** That something is not so takes the whole time to see. @throws Undecidable */
export function requireTime(facts: Facts, { from, to, seconds }: { from: string; to: string; seconds: number }): void {
  const passed = (timeOf(facts, to) - timeOf(facts, from)) / 1000;
  // A look may begin just before the time is over.
  if (!(passed >= seconds - 2 * MONITORING.look)) {
    throw new Undecidable(`${to} was asked ${passed.toFixed(0)} s after ${from}, earlier than ${seconds} s`);
  }
}
