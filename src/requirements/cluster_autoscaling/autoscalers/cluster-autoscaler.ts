import { AUTOSCALING } from "../../../run/durations.js";
import { type Autoscaler, ofReason, timeOf, writerOf } from "./autoscaler.js";

const NAME = "cluster-autoscaler";
const byIt = (event: Parameters<typeof writerOf>[0]): boolean => writerOf(event).startsWith(NAME);

/** Kubernetes' Cluster Autoscaler, self-managed or a cloud's, by its Events (its FAQ, "What events are emitted"). */
export const clusterAutoscaler: Autoscaler = {
  id: "cluster-autoscaler",
  title: "Cluster Autoscaler",

  word(events) {
    const own = events.filter(byIt);
    const [growth] = ofReason(own, ["TriggeredScaleUp"]);
    if (growth) return { grows: true, text: String(growth["message"]), at: timeOf(growth) };
    const refusal = ofReason(own, ["NotTriggerScaleUp"]).at(-1);
    return refusal && { grows: false, text: String(refusal["message"]), at: timeOf(refusal) };
  },

  // It names the group that grows, not the node: that must have come after its word.
  notMade(node, { at }) {
    const created = Date.parse(String(node["metadata"]?.creationTimestamp));
    // Times in the API have whole seconds.
    return created >= Math.floor(Date.parse(at) / 1000) * 1000
      ? undefined
      : `the node came at ${String(node["metadata"]?.creationTimestamp)}, before ${NAME} grew its group at ${at}`;
  },

  removes(events) {
    const [event] = ofReason(events.filter(byIt), ["ScaleDown", "ScaleDownEmpty"]);
    return event && String(event["message"]);
  },

  idle: () => AUTOSCALING.unneeded,
};
