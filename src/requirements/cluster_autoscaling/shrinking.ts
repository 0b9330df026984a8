import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { later, seen, stillRunning } from "../probing/pods.js";
import { autoscalers } from "./autoscalers/index.js";
import { isLeaving, PROBE } from "./scene.js";

/** Holds that the node of the pod that ended is taken away by the autoscaler, while that of the other pod stays. */
export function judgeShrinking(facts: Facts, expect: Expect, idle: string, busy: string): void {
  if (facts.object(`${idle}.gone`) !== null) throw new Undecidable(`pod ${idle} could not be removed`);
  const node = String(facts.present(`${idle}.node`)["metadata"]?.name);
  const leaving = isLeaving(facts.object("idle.leaving"));
  const gone = leaving && facts.object("idle.gone") === null;
  const others = leaving ? [] : othersOn(facts, "idle.pods");
  if (others.length > 0) throw new Undecidable(`${node} is not idle: it runs ${others.join(", ")}`);
  expect("a node whose pod has ended is taken away", {
    held: gone,
    expected: `${node} goes`,
    seen: gone ? "it is gone" : leaving ? "it is to go, and is still there" : "nobody takes it away",
    evidence: [`${idle}.gone`, "idle.leaving", ...(leaving ? ["idle.gone"] : ["idle.pods"])],
  });
  const words = autoscalers.flatMap((each) => each.removes(facts.list("idle.events")) ?? []);
  if (leaving) {
    expect("it is the autoscaler that takes it away", {
      held: words.length > 0,
      expected: "its word in an Event on the node",
      seen: words[0] ?? "none",
      evidence: ["idle.events"],
    });
  }
  if (!gone) return;
  const before = facts.present(`${busy}.node`);
  const after = facts.object("busy.later");
  const stays = after?.["metadata"]?.uid === before["metadata"]?.uid && !isLeaving(after);
  const runs = facts.object(later(busy)) !== null && stillRunning(facts, busy, PROBE);
  expect("a node with a pod that runs stays meanwhile, and the pod with it", {
    held: stays && runs,
    expected: `${String(before["metadata"]?.name)} and ${busy} as before`,
    seen: stays ? (runs ? "both are as before" : `${busy} does not run any more`) : "the node goes too",
    evidence: [`${busy}.node`, "busy.later", later(busy), seen(busy)],
  });
}

/** Pods of others that keep a node from being idle; those of DaemonSets do not, nor what has ended. */
function othersOn(facts: Facts, name: string): string[] {
  return facts
    .list(name)
    .filter(({ metadata, status }) => {
      const owners = (metadata?.ownerReferences ?? []) as { kind: string }[];
      const mirrored = metadata?.annotations?.["kubernetes.io/config.mirror"] !== undefined;
      const ended = ["Succeeded", "Failed"].includes(String(status?.phase));
      return !ended && !mirrored && !owners.some(({ kind }) => kind === "DaemonSet" || kind === "Node");
    })
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}
