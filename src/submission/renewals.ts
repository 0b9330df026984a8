import { metadataOf, type MetadataKey } from "./rules/metadata-keys.js";
import type { Submission } from "./submission.js";

/** A metadata value in either spelling of its key, trimmed. */
export function metadataText({ document }: Submission, key: MetadataKey): string | undefined {
  return metadataOf(document, key)?.value.trim();
}

function named(submission: Submission): string {
  return [metadataText(submission, "vendorName"), metadataText(submission, "platformName")].join("\n").toLowerCase();
}

/** Whether two submissions are of one product: by the folder's name, or by vendor and platform. */
export function isSameProduct(one: Submission, other: Submission): boolean {
  if (one.product.toLowerCase() === other.product.toLowerCase()) return true;
  return metadataText(one, "platformName") !== undefined && named(one) === named(other);
}

export function isSameVendor(one: Submission, other: Submission): boolean {
  const vendor = metadataText(one, "vendorName")?.toLowerCase();
  return vendor !== undefined && vendor === metadataText(other, "vendorName")?.toLowerCase();
}

/** The same product's latest submission for an older minor. */
export function previousOf(submission: Submission, others: readonly Submission[]): Submission | undefined {
  const own = order(submission.minor);
  return others
    .filter((other) => order(other.minor) < own && isSameProduct(submission, other))
    .toSorted((a, b) => order(b.minor) - order(a.minor))[0];
}

/** A minor as a number to sort by; above all for what is none. */
function order(minor: string | undefined): number {
  const [major = NaN, number = NaN] = (minor ?? "").split(".").map(Number);
  const value = major * 1000 + number;
  return Number.isNaN(value) ? Infinity : value;
}
