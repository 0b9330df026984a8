/** An API object as served; nothing about its shape is known before somebody looks. */
export type ApiObject = Record<string, any>;

/** Names one object. */
export interface ObjectRef {
  /** e.g. "v1" or "resource.k8s.io/v1". */
  apiVersion: string;
  /** e.g. "ResourceClaim". */
  kind: string;
  name: string;
  /** Absent for cluster-scoped kinds. */
  namespace?: string;
}

/** `<namespace>/<name>`, or `<name>` when cluster-scoped: unique among the objects of one resource. */
export function objectKey(object: ApiObject): string {
  const { namespace, name } = (object["metadata"] ?? {}) as { namespace?: string; name?: string };
  return namespace ? `${namespace}/${name}` : String(name);
}
