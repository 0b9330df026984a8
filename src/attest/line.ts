import { BundleError } from "./error.js";
import type { Signer } from "./verification.js";

/** Signs one statement, given in UTF-8. @returns a bundle's line: JSON without line breaks */
export type Sign = (statement: Buffer) => Promise<string>;

/** A line whose signature was found good. */
export interface Opened {
  /** As it was signed. */
  statement: Buffer;
  signer: Signer;
}

/**
 * Decides whether a line of a bundle is to be believed; pure.
 * @param line as parsed from JSON
 * @throws BundleError `bundle`, `signature`, `identity`
 */
export type Trust = (line: unknown) => Opened;

export function notAsWritten(what: string, cause?: unknown): BundleError {
  return new BundleError(
    "bundle",
    `the bundle is not as karat writes one: ${what}`,
    "get it again from its source, without changing a byte of it",
    cause === undefined ? {} : { cause },
  );
}
