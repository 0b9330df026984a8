import type { ApiObject } from "../record/facts.js";

/**
 * An object as served, less `metadata.managedFields`: bookkeeping of field managers, often half of the bytes, that no
 * judge reads.
 */
export function asServed<T extends ApiObject | null>(object: T): T {
  const metadata = object?.["metadata"] as ApiObject | undefined;
  if (!metadata || !("managedFields" in metadata)) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
