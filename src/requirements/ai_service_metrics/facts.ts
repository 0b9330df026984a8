import { z } from "zod";
import { type Exposition, type MetricSample, parseExposition, parseVector, proofOf } from "../../probe/index.js";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import { type Endpoint, endpointName } from "../monitoring/candidates.js";
import { bodyOf, said } from "../monitoring/exchange.js";
import { podOf, whyNotStarted } from "../probing/pods.js";
import { givenSetup } from "../probing/setup.js";

/** Names of the facts of a service of this pod's name. */
export const hitOf = (pod: string, number: number): string => `${pod}.hit.${number}`;
export const ownOf = (pod: string, when: string): string => `${pod}.own.${when}`;
/** How many requests a service was sent, and the name of what was answered when the platform was asked last. */
export const sentOf = (pod: string, when: string): string => `${pod}.sent.${when}`;
export const askedOf = (when: string): string => `asked.${when}`;

/** Of the counter; nobody can know it before the run, so that it can't be in anybody's answer by chance. */
export const metricName = (nonce: string): string => `karat_${nonce.replaceAll("-", "_")}_requests_total`;

const SCRAPES = "karat_scrapes_total";

/** How many requests a service had answered by then, and said so itself. @throws Undecidable when that is not certain */
export function answered(facts: Facts, pod: string, when: string): number {
  const { sent } = z.object({ sent: z.int().min(1) }).parse(facts.value(sentOf(pod, when)));
  const { text } = bodyOf(facts, hitOf(pod, sent), `pod ${pod}`);
  // A request that was sent twice on the way would be counted twice.
  if (text.trim() !== String(sent)) {
    throw new Undecidable(`pod ${pod} counts ${JSON.stringify(text.trim())} after ${sent} requests`);
  }
  return sent;
}

/** What a service itself shows as its metrics. @throws Undecidable when it is not the service's */
export function ownMetrics(facts: Facts, pod: string, when: string): { count: number; scrapes: number } {
  const who = `pod ${pod}`;
  const { text } = bodyOf(facts, ownOf(pod, when), who);
  const exposition = said(who, () => parseExposition(text));
  return {
    count: only(exposition, metricName(givenSetup(facts).nonce), facts, pod),
    scrapes: only(exposition, SCRAPES, facts, pod),
  };
}

function only({ samples }: Exposition, name: string, facts: Facts, pod: string): number {
  const [sample, ...more] = samples.filter((each) => each.name === name && isOf(each, facts, pod));
  if (!sample || more.length > 0)
    throw new Undecidable(`pod ${pod} shows ${name} ${more.length + (sample ? 1 : 0)} times`);
  return sample.value;
}

/** Whether a sample was made by what runs in that very pod. */
function isOf({ labels }: MetricSample, facts: Facts, pod: string): boolean {
  const { metadata } = podOf(facts, pod);
  const proof = proofOf({ nonce: givenSetup(facts).nonce, podUid: metadata.uid, container: pod });
  return labels.get("karat_proof") === proof && labels.get("karat_container") === pod;
}

/** What the platform answers about a service's counter, each series of it. @throws Undecidable when it answers nothing */
export function collected(facts: Facts, endpoint: Endpoint, pod: string, when: string): number[] {
  const who = endpointName(endpoint);
  const { text } = bodyOf(facts, askedOf(when), who);
  const series = said(who, () => parseVector(text));
  return series.filter((sample) => isOf(sample, facts, pod)).map(({ value }) => value);
}

/** @throws Undecidable when the service was not there to be collected from */
export function requireService(facts: Facts, pod: string): void {
  const why = whyNotStarted(podOf(facts, pod));
  if (why !== undefined) throw new Undecidable(`pod ${pod} has not started: ${why}`);
}
