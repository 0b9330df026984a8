import type { Facts } from "../../record/facts.js";
import { parseProbe } from "../../probe/index.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { acceleratorsIn } from "../probing/accelerators.js";
import { created, logOf, podOf, seen, whyNotStarted } from "../probing/pods.js";
import { inWords, type Said, wordOn } from "./autoscalers/index.js";
import { AFTER, BEFORE, CLAIMS, claimsIn, EVENTS, eventsOn, ordersIn, PROBE, readAgain, uidOf } from "./scene.js";
import { cameInWords, givenAdapter, givenTarget, SETUP } from "./target.js";

/**
 * Holds that the autoscaler decided to grow for the pods, and that the nodes that came are its doing and run them.
 * @returns whether all of it held
 * @throws Undecidable where it did so for some of them only: a pool may be at its limit
 */
export function judgeGrowth(facts: Facts, expect: Expect, names: readonly string[]): boolean {
  const uids = names.map((name) => waitingUid(facts, name));
  const words = uids.map((uid) => wordOn(eventsOn(facts.list(EVENTS), uid)));
  const came = cameInWords(facts.list(BEFORE), facts.list(AFTER), givenTarget(facts));
  const decisions = words.flatMap((said) => (said?.word.grows ? [said] : []));
  expect("an autoscaler decides to make nodes for pods that wait for accelerators", {
    held: decisions.length > 0,
    expected: "its word on the pods",
    seen: `${words.map(inWords).join("; ")}; ${came} came`,
    evidence: [EVENTS, BEFORE, AFTER, ...names.map((name) => `${name}.waiting`)],
  });
  if (decisions.length === 0) return false;
  const since = firstCreation(facts, names);
  const held = names.filter((name) => facts.has(seen(name))).map((name) => runsOnMadeNode(facts, expect, name, decisions, since)); // prettier-ignore
  const refused = names.filter((_, at) => words[at]?.word.grows !== true);
  if (refused.length > 0) throw new Undecidable(`no word that a node is made for ${refused.join(", ")}: is there room for it?`); // prettier-ignore
  if (held.length < names.length) throw new Undecidable("not all pods were looked at");
  return held.every(Boolean);
}

/** When the first of the pods was created, by the cluster's clock. */
function firstCreation(facts: Facts, names: readonly string[]): string {
  const times = names.map((name) => String(facts.response(created(name)).body["metadata"]?.creationTimestamp));
  const [first = ""] = times.sort();
  if (times.some((time) => Number.isNaN(Date.parse(time)))) throw new Undecidable("a pod shows no time of creation");
  return first;
}

/** Uid of a pod that had no place at first. @throws Undecidable when it had one: then there was nothing to grow for */
function waitingUid(facts: Facts, name: string): string {
  const uid = uidOf(facts, name);
  const pod = facts.present(`${name}.waiting`);
  const conditions = (pod["status"]?.conditions ?? []) as { type: string; status: string; reason?: string }[];
  const scheduled = conditions.find(({ type }) => type === "PodScheduled");
  if (pod["metadata"]?.uid !== uid) throw new Undecidable(`pod ${name} is not the one that was created`);
  if (scheduled?.status !== "False" || scheduled.reason !== "Unschedulable") {
    throw new Undecidable(`pod ${name} was not seen to wait for a place`);
  }
  return uid;
}

function runsOnMadeNode(
  facts: Facts,
  expect: Expect,
  name: string,
  decisions: readonly Said[],
  since: string,
): boolean {
  const pod = podOf(facts, name);
  const why = whyNotStarted(pod);
  expect(`pod ${name} starts on a node with accelerators`, {
    held: why === undefined,
    expected: "its containers run",
    seen: why ?? `it runs on ${pod.spec.nodeName}`,
    evidence: [seen(name), created(name)],
  });
  if (why !== undefined) return false;
  const node = facts.present(`${name}.node`);
  const old = facts.list(BEFORE).some(({ metadata }) => metadata?.uid === node["metadata"]?.uid);
  if (old) throw new Undecidable(`${pod.spec.nodeName} was there before pod ${name} asked for it`);
  if (node["metadata"]?.name !== pod.spec.nodeName) throw new Undecidable(`node of ${name} is another one`);
  const made = claimsIn(facts);
  // The scheduler is free to give the node that was made for one of the pods to another.
  const reasons = decisions.map(({ by, word }) => by.notMade(node, word, made, since));
  const stranger = reasons.includes(undefined)
    ? undefined
    : reasons.join("; ") || "no autoscaler said that it makes one";
  expect(`the node of ${name} is what the autoscaler made for these pods`, {
    held: stranger === undefined,
    expected: decisions.map(inWords).join("; ") || "an autoscaler's doing",
    seen: stranger ?? `${pod.spec.nodeName}`,
    evidence: [`${name}.node`, BEFORE, EVENTS, ...ordersIn(facts, CLAIMS)],
  });
  return runsForReal(facts, expect, name, String(pod.spec.nodeName)) && stranger === undefined;
}

/** Holds that the pod is executed and has an accelerator that it can open. @throws Undecidable for a garbled log */
function runsForReal(facts: Facts, expect: Expect, name: string, node: string): boolean {
  const { nonce } = givenTarget(facts);
  const first = logOf(name, PROBE);
  const last = facts.log(first) === "" ? readAgain(name) : first;
  const log = facts.log(last);
  const evidence = [SETUP, seen(name), last];
  const silent = log === "";
  expect(`the node of ${name} really runs it`, {
    held: !silent,
    expected: "the run's nonce in what it prints",
    seen: silent ? "it is said to run, and printed nothing" : "its own lines",
    evidence,
  });
  if (silent) return false;
  const podUid = podOf(facts, name).metadata.uid;
  const sight = parseProbe(log, { nonce, podUid, node, container: PROBE });
  const found = acceleratorsIn(sight, givenAdapter(facts));
  const opened = found.filter(({ opening }) => opening?.read.done);
  expect(`${name} finds the accelerator that it asked for, and can open it`, {
    held: opened.length > 0,
    expected: "one device file, opened",
    seen: found.map(({ path, opening }) => `${path}${opening?.read.done ? "" : " (refused)"}`).join(", ") || "none",
    evidence,
  });
  return opened.length > 0;
}
