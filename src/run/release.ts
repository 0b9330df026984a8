import type { Kube } from "../kube/client.js";
import { ApiRefused, refused } from "../kube/errors.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";

/** What holds devices, by its REST collection. */
const HOLDERS = { Pod: "/api/v1", ResourceClaim: "/apis/resource.k8s.io/v1" } as const;
const PLURAL = { Pod: "pods", ResourceClaim: "resourceclaims" } as const;

/**
 * Deletes a namespace and waits until its pods and claims are gone, so that their devices are free. The rest is left
 * to the namespace controller: nothing can be created there any more.
 * @param within seconds
 * @returns what is still there, each with what holds it
 */
export async function releaseNamespace(kube: Kube, namespace: string, within: number): Promise<string[]> {
  await deleteNamespace(kube, namespace);
  // The controller gets to work 5 s later only (namespaceDeletionGracePeriod); pods need not wait for that.
  const pods = `${HOLDERS.Pod}/namespaces/${namespace}/${PLURAL.Pod}`;
  const gone = await kube.request("DELETE", pods, { body: { apiVersion: "v1", kind: "DeleteOptions" } });
  if (gone.status >= 300 && gone.status !== 404) throw refused(gone, { method: "DELETE", path: pods });
  const until = Date.now() + within * 1000;
  for (let pause: number = RUNNER.releaseLookFirst; ; pause = Math.min(pause * 1.5, RUNNER.releaseLookLast)) {
    const left = [...(await remains(kube, namespace, "Pod")), ...(await remains(kube, namespace, "ResourceClaim"))];
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(pause);
  }
}

/** Asks for the deletion of a namespace; one that is not there, or is going already, is fine. */
export async function deleteNamespace(kube: Kube, namespace: string): Promise<void> {
  const ref = { apiVersion: "v1", kind: "Namespace", name: namespace };
  const response = await kube.delete(ref);
  const going = response.status === 404 || response.status === 409;
  if (response.status >= 300 && !going)
    throw refused(response, { method: "DELETE", path: `/api/v1/namespaces/${namespace}` });
}

async function remains(kube: Kube, namespace: string, kind: keyof typeof HOLDERS): Promise<string[]> {
  try {
    const { items } = await kube.list(`${HOLDERS[kind]}/namespaces/${namespace}/${PLURAL[kind]}`);
    return items.map((item) => `${kind} ${namespace}/${String(item["metadata"]?.name)}${heldBy(item)}`);
  } catch (error) {
    // Clusters before 1.34, or without DRA, serve no claims of this version: then none of ours holds a device.
    if (error instanceof ApiRefused && error.response.status === 404) return [];
    throw error;
  }
}

/** What keeps an object that is being deleted. */
export function heldBy(object: ApiObject): string {
  const { deletionTimestamp, finalizers = [] } = (object["metadata"] ?? {}) as ApiObject;
  if (deletionTimestamp === undefined) return " (not being deleted)";
  const names = finalizers as string[];
  if (names.length > 0) return ` (held by finalizer ${names.join(", ")})`;
  const node = object["spec"]?.nodeName as string | undefined;
  return node === undefined ? " (being deleted)" : ` (being deleted; kubelet of ${node} has not confirmed its end)`;
}
