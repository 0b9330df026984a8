import type { ApiObject } from "../../record/facts.js";

/** The answer to a write that must succeed. @throws Error with the words of the API server */
export function accepted({ kind, metadata }: ApiObject, status: number, body: ApiObject): ApiObject {
  if (status < 300) return body;
  throw new Error(`the API server refused ${kind} ${metadata?.name} with ${status}: ${body["message"] ?? "no reason"}`);
}

/** Gives an object a name, and a namespace where it needs another than the check's. */
export function named(object: ApiObject, name: string, namespace?: string): ApiObject {
  object["metadata"] = { ...object["metadata"], name, ...(namespace === undefined ? {} : { namespace }) };
  return object;
}

/** Whether a pod of one container has a log. */
export function hasStarted(pod: ApiObject | null): boolean {
  const [status] = (pod?.["status"]?.containerStatuses ?? []) as ApiObject[];
  return status?.["state"]?.running !== undefined || status?.["state"]?.terminated !== undefined;
}
