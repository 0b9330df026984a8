/**
 * - `key`: a file that holds no key that serves
 * - `taken`: a file stands where one was to be written
 * - `unwritable`: a file cannot be written where it was to be
 * - `trusted-root`: a file that is no trusted root of sigstore
 * - `network`: the trusted root, the identity's token, the certificate or the log's entry could not be got
 */
export type AttestationErrorCode = "key" | "taken" | "unwritable" | "trusted-root" | "network";

/** What keeps a record from being attested, or an attestation from being looked at. */
export class AttestationError extends Error {
  override name = "AttestationError";
  constructor(
    readonly code: AttestationErrorCode,
    message: string,
    /** What to do. */
    readonly next: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/**
 * - `bundle`: not written as karat writes bundles
 * - `signature`: not made by the key, or not vouched for by certificate and log
 * - `identity`: made by somebody else
 * - `statement`: signed, and no statement of karat's
 */
export type BundleErrorCode = "bundle" | "signature" | "identity" | "statement";

/** Why a bundle is not to be believed. */
export class BundleError extends Error {
  override name = "BundleError";
  constructor(
    readonly code: BundleErrorCode,
    message: string,
    /** What to do. */
    readonly next: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
