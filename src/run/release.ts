import type { Kube } from "../kube/client.js";
import { refused } from "../kube/errors.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import type { RunContext } from "./context.js";
import { draVersion } from "./discover-lists.js";
import { RUNNER } from "./durations.js";

/**
 * Deletes a namespace and waits until its pods and claims are gone, so that their devices are free. The rest is left
 * to the namespace controller: nothing can be created there any more.
 * @param within seconds
 * @returns what is still there, each with what holds it
 */
export async function releaseNamespace(kube: Kube, namespace: string, within: number): Promise<string[]> {
  await deleteNamespace(kube, namespace);
  const claims = draVersion((await kube.discovery()).apis);
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  // The controller gets to work 5 s later only (namespaceDeletionGracePeriod); pods need not wait for that.
  const gone = await kube.request("DELETE", pods, { body: { apiVersion: "v1", kind: "DeleteOptions" } });
  if (gone.status >= 300 && gone.status !== 404) throw refused(gone, { method: "DELETE", path: pods });
  // Claims neither: marked now, they go with the last pod that uses them (KEP-4381, delete-protection finalizer).
  if (claims !== undefined) {
    const path = `/apis/${claims}/namespaces/${namespace}/resourceclaims`;
    const { status } = await kube.request("DELETE", path, { body: { apiVersion: "v1", kind: "DeleteOptions" } });
    // Without the right to it the namespace controller does it, only later.
    if (status >= 500) throw new Error(`claims of ${namespace} cannot be deleted: the API server answers ${status}`);
  }
  const until = Date.now() + within * 1000;
  for (let pause: number = RUNNER.releaseLookFirst; ; pause = Math.min(pause * 1.5, RUNNER.releaseLookLast)) {
    const { items } = await kube.list(pods);
    // Claims outlive the pods that use them.
    if (items.length === 0 && claims !== undefined) {
      items.push(...(await kube.list(`/apis/${claims}/namespaces/${namespace}/resourceclaims`)).items);
    }
    if (items.length === 0 || Date.now() > until) return items.map(inWords);
    await sleep(pause);
  }
}

/** Ends a namespace of a running check, and what it holds. @throws Error that names what is still there */
export async function endNamespace(
  { kube, stores, timeoutFactor }: Pick<RunContext, "kube" | "stores" | "timeoutFactor">,
  namespace: string,
): Promise<void> {
  const left = await releaseNamespace(kube, namespace, RUNNER.release * timeoutFactor);
  stores.forget(namespace);
  if (left.length > 0) throw new Error(`still there: ${left.join(", ")}`);
}

/** Asks for the deletion of a namespace; one that is not there, or is going already, is fine. */
export async function deleteNamespace(kube: Kube, namespace: string): Promise<void> {
  const ref = { apiVersion: "v1", kind: "Namespace", name: namespace };
  const response = await kube.delete(ref);
  const going = response.status === 404 || response.status === 409;
  if (response.status >= 300 && !going)
    throw refused(response, { method: "DELETE", path: `/api/v1/namespaces/${namespace}` });
}

/** Kind and name of an object that should be gone, with what keeps it. */
export function inWords(object: ApiObject): string {
  const { namespace, name } = object["metadata"] as { namespace?: string; name: string };
  return `${object["kind"]} ${namespace ? `${namespace}/` : ""}${name}${heldBy(object)}`;
}

function heldBy(object: ApiObject): string {
  const { deletionTimestamp, finalizers = [] } = (object["metadata"] ?? {}) as ApiObject;
  if (deletionTimestamp === undefined) return " (not being deleted)";
  // A namespace says itself what holds it up.
  const conditions = (object["status"]?.conditions ?? []) as ApiObject[];
  const why = conditions.find(({ status, type }) => status === "True" && /Remaining|Failure/.test(String(type)));
  if (object["kind"] === "Namespace" && why) return ` (${String(why["message"])})`;
  const names = finalizers as string[];
  if (names.length > 0) return ` (held by finalizer ${names.join(", ")})`;
  const node = object["spec"]?.nodeName as string | undefined;
  return node === undefined ? " (being deleted)" : ` (being deleted; kubelet of ${node} has not confirmed its end)`;
}
