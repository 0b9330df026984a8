import type { ApiObject } from "../record/facts.js";
import { RUNNER } from "./durations.js";

/** What an object of a check is completed with. */
export interface Filling {
  /** Owner labels. */
  labels: Record<string, string>;
  nonce: string;
  /** Image of containers that name none. */
  image: string;
}

/** Environment variable in which every container finds the run's nonce. */
export const NONCE = "KARAT_NONCE";

/**
 * A copy of an object with owner labels, on it and on whatever it makes (pod templates, claim templates), and with
 * pod specs completed. What the object says itself is kept, but for the owner labels.
 * @param namespace set for a namespaced object that names none
 */
export function fill(object: ApiObject, filling: Filling, namespace: string | undefined): ApiObject {
  const copy = structuredClone(object);
  const metadata = (copy["metadata"] ??= {}) as ApiObject;
  if (namespace !== undefined) metadata["namespace"] ??= namespace;
  label(copy, filling);
  fillInside(copy, filling);
  return copy;
}

function label(bearer: ApiObject, { labels }: Filling): void {
  const metadata = (bearer["metadata"] ??= {}) as ApiObject;
  metadata["labels"] = { ...(metadata["labels"] as ApiObject | undefined), ...labels };
}

/** Pods and pod templates are told by their containers, claim templates by the devices they ask for, at any depth. */
function fillInside(value: unknown, filling: Filling): void {
  if (value === null || typeof value !== "object") return;
  const spec = (value as ApiObject)["spec"] as ApiObject | undefined;
  if (Array.isArray(spec?.["containers"])) {
    label(value, filling);
    fillPod(spec, filling);
    return;
  }
  if (spec?.["devices"] !== undefined && spec["devices"] !== null) label(value, filling);
  for (const part of Object.values(value)) fillInside(part, filling);
}

/**
 * Restricted as far as every experiment bears it: no credentials of the cluster, no gain of privileges, the runtime's
 * system call filter. User and capabilities stay the image's, as a device file may be open to its owner only.
 */
function fillPod(spec: ApiObject, filling: Filling): void {
  spec["automountServiceAccountToken"] ??= false;
  spec["enableServiceLinks"] ??= false;
  spec["terminationGracePeriodSeconds"] ??= RUNNER.podGrace;
  const security = (spec["securityContext"] ??= {}) as ApiObject;
  security["seccompProfile"] ??= { type: "RuntimeDefault" };
  for (const list of ["initContainers", "containers"]) {
    for (const container of (spec[list] ?? []) as ApiObject[]) fillContainer(container, filling);
  }
}

function fillContainer(container: ApiObject, { nonce, image }: Filling): void {
  container["image"] ??= image;
  container["imagePullPolicy"] ??= "IfNotPresent";
  const env = (container["env"] ??= []) as ApiObject[];
  // First, so that later variables may refer to it.
  if (!env.some((variable) => variable["name"] === NONCE)) env.unshift({ name: NONCE, value: nonce });
  const security = (container["securityContext"] ??= {}) as ApiObject;
  const added = (security["capabilities"]?.add ?? []) as string[];
  // The API server refuses `false` beside these (validation of SecurityContext).
  if (security["privileged"] === true || added.some((name) => /^(CAP_)?SYS_ADMIN$/.test(name))) return;
  security["allowPrivilegeEscalation"] ??= false;
}
