import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { parseProbe, type Sight } from "../../probe/index.js";
import { Undecidable } from "../../run/expect.js";
import { whyUnstartable } from "../../run/unstartable.js";
import { givenSetup, SETUP } from "./setup.js";

const Started = z.union([
  z.object({ running: z.object({ startedAt: z.iso.datetime() }) }),
  z.object({ terminated: z.object({ startedAt: z.iso.datetime() }) }),
]);

const ContainerStatus = z.object({
  name: z.string().min(1),
  containerID: z.string().optional(),
  imageID: z.string().optional(),
  state: z.unknown().optional(),
});

/** What is read of a pod; whatever else it has is left alone. */
const Pod = z.object({
  metadata: z.object({ name: z.string().min(1), uid: z.string().min(1) }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    phase: z.enum(["Pending", "Running", "Succeeded", "Failed", "Unknown"]),
    containerStatuses: z.array(ContainerStatus).optional(),
    conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() })).optional(),
  }),
});
export type Pod = z.infer<typeof Pod>;

/** Names of the facts that a pod's probes leave. */
export const created = (pod: string): string => `${pod}.created`;
export const seen = (pod: string): string => `${pod}.pod`;
export const later = (pod: string): string => `${pod}.later`;
export const logOf = (pod: string, container: string): string => `${pod}.log.${container}`;
/** What a statement about one container's probe rests on. */
export const evidenceOf = (pod: string, container: string): string[] => [SETUP, seen(pod), logOf(pod, container)];

/** The pod as last seen while it was waited for, under the identity that it was created with. @throws Undecidable */
export function podOf(facts: Facts, name: string): Pod {
  const { status, body } = facts.response(created(name));
  if (status !== 201) throw new Undecidable(`pod ${name} was not created: ${status} ${String(body["message"] ?? "")}`);
  const { uid } = z.object({ uid: z.string().min(1) }).parse(body["metadata"]);
  const pod = Pod.parse(facts.present(seen(name)));
  if (pod.metadata.uid !== uid) throw new Undecidable(`pod ${name} is not the one that was created`);
  return pod;
}

/** Why a pod has not started its containers, in its own words; undefined when it has. */
export function whyNotStarted(pod: Pod): string | undefined {
  const statuses = pod.status.containerStatuses ?? [];
  const waiting = statuses.filter(({ state }) => !Started.safeParse(state).success);
  if (statuses.length > 0 && waiting.length === 0 && pod.spec.nodeName) return undefined;
  const reason = z.object({ waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }) });
  const [first] = waiting.flatMap(({ state }) => reason.safeParse(state).data?.waiting ?? []);
  const scheduled = pod.status.conditions?.find(({ type, status }) => type === "PodScheduled" && status !== "True");
  const why = scheduled?.message ?? first?.message ?? first?.reason;
  return `${pod.status.phase}${pod.spec.nodeName ? ` on ${pod.spec.nodeName}` : ", not bound"}${why ? `: ${why}` : ""}`;
}

/**
 * What a container's probe saw. Only what that very container printed on the right node counts; a node that runs
 * nothing has neither container id nor log.
 * @param place which of an experiment's places, as in `givenSetup`
 * @throws Undecidable
 */
export function sightOf(facts: Facts, name: string, container: string, place = ""): Sight {
  // First: without its pod an experiment may have ended before its setup was known.
  const pod = podOf(facts, name);
  const { nonce, node } = givenSetup(facts, place);
  const why = whyNotStarted(pod);
  if (why !== undefined) {
    const unstartable = whyUnstartable(facts.present(seen(name)));
    throw new Undecidable(`pod ${name} has not started: ${unstartable ?? why}`);
  }
  if (pod.spec.nodeName !== node) throw new Undecidable(`pod ${name} ran on ${pod.spec.nodeName}, not on ${node}`);
  containerId(pod, container);
  return parseProbe(facts.log(logOf(name, container)), { nonce, podUid: pod.metadata.uid, node, container });
}

/** Whether a container that had started still ran, not restarted, when it was looked at again. @throws Undecidable */
export function stillRunning(facts: Facts, name: string, container: string): boolean {
  const before = podOf(facts, name);
  const after = Pod.parse(facts.present(later(name)));
  if (after.metadata.uid !== before.metadata.uid) throw new Undecidable(`pod ${name} was replaced meanwhile`);
  const status = after.status.containerStatuses?.find((each) => each.name === container);
  const running = z.object({ running: z.object({}) }).safeParse(status?.state).success;
  return running && status?.containerID === containerId(before, container);
}

function containerId(pod: Pod, container: string): string {
  const status = pod.status.containerStatuses?.find(({ name }) => name === container);
  // containerd://<64 hex>, cri-o://<64 hex>, docker://<64 hex>
  if (!status?.imageID || !/^[a-z-]+:\/\/[0-9a-f]{32,}$/.test(status.containerID ?? "")) {
    throw new Undecidable(`the node names no running container ${container} of pod ${pod.metadata.name}`);
  }
  return status.containerID as string;
}
