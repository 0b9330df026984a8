import type { ApiObject } from "../../record/facts.js";
import type { Inventory } from "../../run/inventory.js";

/** What an operator's manifest is completed with. */
interface Surroundings {
  namespace: string;
  apis: Inventory["apis"];
}

/** A fresh copy of a manifest in which {namespace} is the check's own, in an API version that is served. */
export function instance(manifest: ApiObject, { namespace, apis }: Surroundings): ApiObject {
  const copy = withNamespace(manifest, namespace) as ApiObject;
  copy["apiVersion"] = servedVersion(String(copy["apiVersion"]), String(copy["kind"]), apis);
  return copy;
}

/** Names of objects without a namespace must be the check's own too. */
function withNamespace(value: unknown, namespace: string): unknown {
  if (typeof value === "string") return value.replaceAll("{namespace}", namespace);
  if (Array.isArray(value)) return value.map((part) => withNamespace(part, namespace));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNamespace(part, namespace)]));
}

/** The version that a manifest is written in, or another one of its group where that is not served. */
export function servedVersion(apiVersion: string, kind: string, apis: Inventory["apis"]): string {
  const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
  if (group === "" || apis[apiVersion] !== undefined) return apiVersion;
  const plural = `${kind.toLowerCase()}s`;
  return Object.keys(apis).find((api) => api.startsWith(group) && apis[api]?.includes(plural)) ?? apiVersion;
}
