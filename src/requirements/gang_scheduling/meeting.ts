import type { Facts } from "../../record/facts.js";

/** What a pod printed about itself and about those it heard from. */
interface Told {
  nonce: string | undefined;
  /** Made inside the pod when it started: nobody else can know it but by asking the pod. */
  token: string | undefined;
  /** Line for line, what each peer answered. */
  heard: Map<string, string>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function told(log: string): Told {
  const heard = new Map<string, string>();
  let nonce: string | undefined;
  let token: string | undefined;
  for (const line of log.split("\n")) {
    const [word, ...rest] = line.trim().split(" ");
    if (word === "nonce") nonce = rest.join(" ");
    if (word === "token" && UUID.test(rest.join(" "))) token = rest.join(" ");
    if (word === "heard") heard.set(rest[0] ?? "", rest.slice(1).join(" "));
  }
  return { nonce, token, heard };
}

/**
 * Who failed to meet whom: every listener must have printed the run's nonce, and of each of its peers the very token
 * that the peer made for itself and printed in its own log. Empty when all met.
 * @param listens the pods that had to hear, each with its peers; logs are facts `<pod>.log`
 */
export function missed(facts: Facts, nonce: string, listens: ReadonlyMap<string, readonly string[]>): string[] {
  const pods = new Set([...listens.keys(), ...[...listens.values()].flat()]);
  const logs = new Map([...pods].map((pod) => [pod, told(facts.log(`${pod}.log`))]));
  const silent = [...pods]
    .filter((pod) => logs.get(pod)?.nonce !== nonce)
    .map((pod) => `${pod} did not print the nonce`);
  const unheard = [...listens].flatMap(([pod, peers]) =>
    peers
      .filter((peer) => {
        const token = logs.get(peer)?.token;
        return token === undefined || logs.get(pod)?.heard.get(peer) !== `${nonce} ${peer} ${token}`;
      })
      .map((peer) => `${pod} did not hear ${peer}`),
  );
  const tokens = [...logs.values()].map(({ token }) => token).filter((token) => token !== undefined);
  const copies = new Set(tokens).size === tokens.length ? [] : ["two pods have one token"];
  return [...silent, ...unheard, ...copies];
}

/** Everyone listens to everyone else. */
export const allToAll = (pods: readonly string[]): Map<string, string[]> =>
  new Map(pods.map((pod) => [pod, pods.filter((peer) => peer !== pod)]));
