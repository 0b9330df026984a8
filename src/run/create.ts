import type { Kube } from "../kube/client.js";
import type { ObjectRef } from "../kube/object.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";

/**
 * POSTs an object. In a namespace that was made a moment ago pods are refused until a controller has made its default
 * ServiceAccount (admission plugin ServiceAccount): that says nothing about the pod, and is tried again.
 */
export async function create(
  kube: Kube,
  object: ApiObject,
  { apiVersion, kind, namespace }: ObjectRef,
  { dryRun, signal }: { dryRun: boolean; signal: AbortSignal },
): Promise<{ path: string; status: number; body: ApiObject }> {
  const path = await kube.path({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) });
  for (const until = Date.now() + RUNNER.serviceAccount * 1000; ;) {
    const query = dryRun ? { query: { dryRun: "All" } } : {};
    const { status, body } = await kube.request("POST", path, { body: object, ...query, signal });
    const early = status === 403 && /serviceaccount "[^"]+" not found/.test(String(body["message"]));
    if (!early || Date.now() > until) return { path, status, body };
    await sleep(RUNNER.lookAgain, signal);
  }
}
