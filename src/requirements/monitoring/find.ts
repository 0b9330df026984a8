import { z } from "zod";
import { parseVector, queryPath } from "../../probe/index.js";
import type { ApiObject, Facts } from "../../record/facts.js";
import type { Rule } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import type { Exchange, Observer } from "../../run/observer.js";
import { candidatesAmong, type Endpoint, endpointName, parseEndpoint, proxyPath } from "./candidates.js";
import { bodyOf, said } from "./exchange.js";

/** What finding and asking the platform's monitoring takes. */
export const MONITORING_RULES: Rule[] = [
  { apiGroups: [""], resources: ["services"], verbs: ["list"] },
  { apiGroups: [""], resources: ["services/proxy"], verbs: ["get"] },
];

const FOUND = "monitoring";

/** Services that are tried at most: a cluster may hold one for each of many tenants. */
const MOST = 8;

const Found = z.object({
  nonce: z.string().min(8),
  /** In the order in which they were tried; what each answered stands in the fact `monitoring.<position>`. */
  tried: z.array(
    z.object({
      namespace: z.string(),
      service: z.string(),
      port: z.union([z.number(), z.string()]),
      scheme: z.enum(["http", "https"]),
      prefix: z.string(),
    }),
  ),
});

const answerTo = (position: number): string => `${FOUND}.${position}`;

/**
 * Finds a Service of the platform that answers PromQL: the one that the user named, else by the names under which
 * Prometheus and its like are installed. Notes what each answered.
 */
export async function findMonitoring(observer: Observer): Promise<Endpoint | undefined> {
  const { nonce, options } = observer;
  const tried: Endpoint[] = [];
  let found: Endpoint | undefined;
  for (const endpoint of (await candidates(observer, options.prometheus)).slice(0, MOST)) {
    const answer = await observer.ask(answerTo(tried.length), proxyPath(endpoint) + queryPath(question(nonce)));
    tried.push(endpoint);
    if (!understands(answer, nonce)) continue;
    found = endpoint;
    break;
  }
  observer.value(FOUND, { nonce, tried });
  return found;
}

async function candidates(observer: Observer, named: string | undefined): Promise<Endpoint[]> {
  if (named !== undefined) return [parseEndpoint(named)];
  const likely = (object: ApiObject): boolean => candidatesAmong([object]).length > 0;
  return candidatesAmong(await observer.list("services", "/api/v1/services", undefined, likely));
}

/**
 * The Service that answers PromQL; undefined when the platform has none of such a name.
 * @throws Undecidable when it has some, and none answers as it should
 */
export function monitoringIn(facts: Facts): Endpoint | undefined {
  const { nonce, tried } = Found.parse(facts.value(FOUND));
  const problems: string[] = [];
  for (const [position, endpoint] of tried.entries()) {
    try {
      const name = endpointName(endpoint);
      const { text } = bodyOf(facts, answerTo(position), name);
      if (said(name, () => isTheAnswer(text, nonce))) return endpoint;
      problems.push(`${name} answers what was not asked`);
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Undecidable(problems.join("; "));
  return undefined;
}

/** Nobody can know the answer before, so that a page that always looks the same does not pass for it. */
function question(nonce: string): string {
  return `vector(${numberFrom(nonce)})`;
}

function numberFrom(nonce: string): number {
  return Buffer.from(nonce).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
}

function isTheAnswer(text: string, nonce: string): boolean {
  const [sample, ...more] = parseVector(text);
  return more.length === 0 && sample?.value === numberFrom(nonce);
}

/** For `observe` only, which must know whether to try another. */
function understands({ status, text }: Exchange, nonce: string): boolean {
  try {
    return status === 200 && isTheAnswer(text ?? "", nonce);
  } catch {
    return false;
  }
}
