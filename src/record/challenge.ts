import { createHmac } from "node:crypto";

/** What a challenge may be: 16 to 128 characters that stand in a URL as they are. */
export const CHALLENGE = /^[A-Za-z0-9_-]{16,128}$/;

/** What somebody who wants a fresh run asked for, and what makes the run's nonce of it. */
export interface Challenge {
  text: string;
  /** 32 lower-case hex digits that nobody knew before the run: one challenge may be given to several runs. */
  salt: string;
}

/**
 * The nonce of a run that answers a challenge: 32 lower-case hex digits of HMAC-SHA256 (RFC 2104) under the salt. Who
 * has an old run would have to find a salt that makes its nonce of the new challenge.
 */
export function challengedNonce({ text, salt }: Challenge): string {
  const mac = createHmac("sha256", Buffer.from(salt, "hex")).update(`karat challenge 1\n${text}`);
  return mac.digest("hex").slice(0, 32);
}
