import { z } from "zod";
import type { ApiObject } from "../../record/facts.js";
import type { Version } from "../../run/observer.js";

/** Watched with a selector, as not every operator passes on the labels by which karat knows its own pods. */
export const PODS = { apiVersion: "v1", kind: "Pod", labelSelector: "" };

const Owner = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string().min(1),
  controller: z.boolean().optional(),
});
export type Owner = z.infer<typeof Owner>;

/** What is read of any object that may have an owner. */
export const Owned = z.object({
  metadata: z.object({
    name: z.string().min(1),
    uid: z.string().min(1),
    deletionTimestamp: z.string().optional(),
    finalizers: z.array(z.string()).optional(),
    ownerReferences: z.array(Owner).optional(),
  }),
});
export type Owned = z.infer<typeof Owned>;

/** The object that controls another one (API doc of OwnerReference.controller). */
export function controllerOf({ metadata }: Owned): Owner | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** The latest version of each object in a history that was not deleted, in the order of their appearance. */
export function current(versions: readonly Pick<Version, "type" | "object">[]): ApiObject[] {
  const latest = new Map<string, ApiObject>();
  for (const { type, object } of versions) {
    const uid = String(object["metadata"]?.uid);
    if (type === "DELETED") latest.delete(uid);
    else latest.set(uid, object);
  }
  return [...latest.values()];
}

/** Whether a pod's containers run and nobody has asked it to go. */
export function runs({ metadata, status }: ApiObject): boolean {
  const statuses = (status?.containerStatuses ?? []) as ApiObject[];
  return (
    metadata?.deletionTimestamp === undefined &&
    statuses.length > 0 &&
    statuses.every(({ state }) => state?.running !== undefined)
  );
}
