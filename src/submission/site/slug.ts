import { createHash } from "node:crypto";

const LONGEST = 80;

/**
 * Name of a product's page, from that of its folder: lower-case letters, digits, dots, dashes and underscores, so that
 * it needs no escaping in a path or URL and collides on no file system. Folders that differ only in case are the same
 * product's; whatever else had to be changed is told apart by a digest.
 */
export function slug(product: string): string {
  const lower = product.toLowerCase();
  const plain = lower.slice(0, LONGEST).replace(/[^a-z0-9._-]|^\./g, "_");
  if (plain === lower) return plain;
  return `${plain}-${createHash("sha256").update(lower).digest("hex").slice(0, 8)}`;
}
