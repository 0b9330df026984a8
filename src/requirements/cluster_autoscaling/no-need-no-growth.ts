import type { ApiObject, Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { AUTOSCALING } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { created } from "../probing/pods.js";
import { inWords, wordOn } from "./autoscalers/index.js";
import { unlessDeclared } from "./declared.js";
import { RULES } from "./rules.js";
import { AFTER, BEFORE, CLAIMS, claimsIn, EVENTS, eventsOn, ordersIn, Scene, uidOf } from "./scene.js";
import { givenTarget, offered, SETUP } from "./target.js";

const CPU_ONLY = "cpu-only";
const IMPOSSIBLE = "impossible";
const PODS = [CPU_ONLY, IMPOSSIBLE];
const CLAIMS_BEFORE = "nodeclaims.before";

/** The autoscaler's own word on each pod is the control: one that did not look proves nothing by not growing. */
export const noNeedNoGrowth: Check = {
  id: "cluster_autoscaling/no-need-no-growth",
  kind: "negative",
  proves:
    "pods that need no accelerator, and pods that no node could ever run, do not make a pool with accelerators grow",
  needs: {},
  seconds: { typical: 18, deadline: AUTOSCALING.react + AUTOSCALING.still + 120 },
  rules: RULES,
  notApplicable: unlessDeclared,

  async observe(observer) {
    const scene = await Scene.open(observer, new URL("./no-need-no-growth.yaml", import.meta.url));
    await scene.nodeClaims(CLAIMS_BEFORE);
    observer.step("let a pod wait that needs no accelerator, and one that no node can run");
    await scene.guard();
    await scene.pod(CPU_ONLY, CPU_ONLY, false);
    await scene.pod(IMPOSSIBLE, IMPOSSIBLE, true);
    const event = { apiVersion: "v1", kind: "Event" };
    const judged = (objects: ApiObject[]): boolean =>
      PODS.every((pod) => wordOn(objects.filter(({ involvedObject }) => involvedObject?.name === pod)) !== undefined);
    const [seen] = await Promise.all([
      observer.hold("events.heard", event, AUTOSCALING.react, (versions) =>
        judged(versions.map(({ object }) => object)),
      ),
      observer.hold("pods.waiting", { apiVersion: "v1", kind: "Pod" }, AUTOSCALING.still),
    ]);
    if (seen.length === 0) observer.step("nobody said a word about them");
    await scene.podEvents();
    await scene.nodeClaims();
    await scene.nodesAfter();
  },

  judge(facts, expect) {
    const words = PODS.map((pod) => ({ pod, said: wordOn(eventsOn(facts.list(EVENTS), uidOf(facts, pod))) }));
    const unheard = words.filter(({ said }) => said === undefined).map(({ pod }) => pod);
    expectNoGrowth(
      facts,
      expect,
      words.flatMap(({ said }) => said?.word.claim ?? []),
    );
    const impossible = words.find(({ pod }) => pod === IMPOSSIBLE)?.said;
    expect("the autoscaler does not grow for a pod that no node could run", {
      held: impossible?.word.grows !== true,
      expected: "a refusal",
      seen: inWords(impossible),
      evidence: [EVENTS, created(IMPOSSIBLE)],
    });
    if (unheard.length > 0) throw new Undecidable(`no autoscaler said a word about ${unheard.join(" and ")}`);
    expect("it has looked at both pods in this time", {
      held: true,
      expected: "its word on each",
      seen: words.map(({ pod, said }) => `${pod}: ${inWords(said)}`).join("; "),
      evidence: [EVENTS, ...PODS.map(created), watched(facts)],
    });
  },
};

/**
 * Holds that no node with accelerators came, and that none was ordered.
 * @param named NodeClaims that the autoscaler makes for these pods by its own word
 * @throws Undecidable where some came and it is not known for whom: others' pods may wait too
 */
function expectNoGrowth(facts: Facts, expect: Expect, named: readonly string[]): void {
  const target = givenTarget(facts);
  const before = new Set(facts.list(BEFORE).map(({ metadata }) => metadata?.uid as unknown));
  if (before.size === 0) throw new Undecidable("no node was listed before");
  const nodes = facts.list(AFTER);
  if (nodes.length === 0) throw new Undecidable("no node was listed afterwards");
  const came = nodes.filter((node) => !before.has(node["metadata"]?.uid) && offered(node, target) > 0);
  const ordered = newClaims(facts).filter((claim) => asksFor(claim, target.resource));
  const names = [...came, ...ordered].map(({ metadata }) => String(metadata?.name));
  const own = ordered.filter(({ metadata }) => named.includes(String(metadata?.name)));
  if (names.length > 0 && own.length === 0) {
    throw new Undecidable(`${names.join(", ")} came meanwhile, and nobody says for whom`);
  }
  expect("no node with accelerators comes for them", {
    held: own.length === 0,
    expected: "none, and none ordered",
    seen: names.join(", ") || "none",
    evidence: [BEFORE, AFTER, SETUP, ...ordersIn(facts, CLAIMS, CLAIMS_BEFORE)],
  });
}

function newClaims(facts: Facts): ApiObject[] {
  const before = new Set(claimsIn(facts, CLAIMS_BEFORE).map(({ metadata }) => metadata?.uid as unknown));
  return claimsIn(facts).filter(({ metadata }) => !before.has(metadata?.uid));
}

/** Whether the machine of a NodeClaim has accelerators, by what was asked or what came. */
function asksFor({ spec, status }: ApiObject, resource: string | undefined): boolean {
  const amounts = [spec?.resources?.requests, status?.capacity, status?.allocatable] as (Record<string, string> | undefined)[]; // prettier-ignore
  return resource !== undefined && amounts.some((amount) => Number(amount?.[resource] ?? 0) > 0);
}

/** The fact that shows for how long the pods were watched. @throws Undecidable when it was too short */
function watched(facts: Facts): string {
  const { from, to } = facts.history("pods.waiting");
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (!(seconds >= AUTOSCALING.still)) throw new Undecidable(`they were watched for ${seconds} s only`);
  return "pods.waiting";
}
