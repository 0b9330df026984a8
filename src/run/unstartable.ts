import { z } from "zod";
import type { ApiObject } from "../record/facts.js";
import { RUNNER } from "./durations.js";

/**
 * Reasons of `state.waiting` that have nothing to do with what checks are about: the image, or what the cluster asks of
 * every container (k8s.io/kubernetes/pkg/kubelet/images/types.go, .../kuberuntime/kuberuntime_container.go).
 * CreateContainerError is not among them: a driver that prepared a device badly shows in it.
 */
const IMAGE = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);
const CONFIGURATION = "CreateContainerConfigError";
/** Of these, what no kubelet tries again to another end. */
const FINAL = new Set(["ErrImageNeverPull", "InvalidImageName"]);

const Waiting = z.object({ reason: z.string(), message: z.string().default("") });

/** What keeps a pod from starting though it has its place, in its kubelet's words, and what to do; undefined when nothing does. */
export function whyUnstartable(pod: ApiObject | null): string | undefined {
  const found = waiting(pod);
  if (!found) return undefined;
  const next = IMAGE.has(found.reason) ? "; --image names another image, such as a mirror that the nodes can pull" : "";
  return `${found.reason}${found.message && `: ${found.message}`}${next}`;
}

/** A predicate for one wait: whether its pod has been unstartable for so long that it will stay so. */
export function staysUnstartable(): (pod: ApiObject | null) => boolean {
  let since: number | undefined;
  return (pod) => {
    const found = waiting(pod);
    if (!found) since = undefined;
    else since ??= Date.now();
    if (found && FINAL.has(found.reason)) return true;
    return since !== undefined && Date.now() - since >= RUNNER.pull * 1000;
  };
}

function waiting(pod: ApiObject | null): z.infer<typeof Waiting> | undefined {
  const statuses: unknown = pod?.["status"]?.containerStatuses;
  if (!Array.isArray(statuses)) return undefined;
  return (statuses as ApiObject[])
    .map((status): unknown => status?.["state"]?.waiting)
    .map((state) => Waiting.safeParse(state).data)
    .find((state) => state && (IMAGE.has(state.reason) || state.reason === CONFIGURATION));
}
