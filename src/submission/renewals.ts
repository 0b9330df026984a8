import type { Submission } from "./submission.js";

/** A metadata value by its name in either style that the programme takes. */
export function metadataOf({ document }: Submission, camel: string): string | undefined {
  const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (document.metadata.get(camel) ?? document.metadata.get(snake))?.value.trim();
}

function named(submission: Submission): string {
  return [metadataOf(submission, "vendorName"), metadataOf(submission, "platformName")].join("\n").toLowerCase();
}

/** Whether two submissions are of one product: by the folder's name, or by vendor and platform. */
export function isSameProduct(one: Submission, other: Submission): boolean {
  if (one.product.toLowerCase() === other.product.toLowerCase()) return true;
  return metadataOf(one, "platformName") !== undefined && named(one) === named(other);
}

export function isSameVendor(one: Submission, other: Submission): boolean {
  const vendor = metadataOf(one, "vendorName")?.toLowerCase();
  return vendor !== undefined && vendor === metadataOf(other, "vendorName")?.toLowerCase();
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
