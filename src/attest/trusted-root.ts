import { TrustedRoot } from "@sigstore/protobuf-specs";
import { AttestationError } from "./error.js";
import { readLimited } from "./read-limited.js";

/** Bytes; sigstore's own has 7 KiB. */
const LARGEST = 1024 * 1024;

/** @throws AttestationError `trusted-root` */
export function readTrustedRoot(file: string): TrustedRoot {
  try {
    return TrustedRoot.fromJSON(JSON.parse(readLimited(file, LARGEST).toString("utf8")));
  } catch (error) {
    const next = "get it from who runs the certificate authority and the log; sigstore calls it trusted_root.json";
    throw new AttestationError("trusted-root", `${file} is no trusted root of sigstore`, next, { cause: error });
  }
}

/**
 * That of sigstore's public instance, by TUF: asks the network, and keeps what it got for the next time.
 * @throws AttestationError `network`
 */
export async function fetchTrustedRoot(): Promise<TrustedRoot> {
  const { getTrustedRoot } = await import("@sigstore/tuf");
  try {
    return await getTrustedRoot();
  } catch (error) {
    const next = "try again with a network, or name a copy with --trusted-root";
    throw new AttestationError("network", "the trusted root of sigstore cannot be had", next, { cause: error });
  }
}
