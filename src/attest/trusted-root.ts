import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toTrustMaterial, type TrustMaterial } from "@sigstore/verify";
import { AttestationError } from "./error.js";
import { readLimited } from "./read-limited.js";

/** Bytes; sigstore's own has 7 KiB. */
const LARGEST = 1024 * 1024;

/** @throws AttestationError `trusted-root` */
export function readTrustedRoot(file: string): TrustMaterial {
  try {
    const root = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(readLimited(file, LARGEST).toString("utf8"))));
    if (root.certificateAuthorities.length === 0 || root.tlogs.length === 0) throw new Error("it trusts nobody");
    return root;
  } catch (error) {
    const next = "get it from who runs the certificate authority and the log; sigstore calls it trusted_root.json";
    throw new AttestationError("trusted-root", `${file} is no trusted root of sigstore`, next, { cause: error });
  }
}

/**
 * That of sigstore's public instance, by TUF: asks the network, and keeps what it got for the next time.
 * @throws AttestationError `network`
 */
export async function fetchTrustedRoot(): Promise<TrustMaterial> {
  const { getTrustedRoot } = await import("@sigstore/tuf");
  try {
    return toTrustMaterial(await getTrustedRoot());
  } catch (error) {
    const next = "try again with a network, or name a copy with --trusted-root";
    throw new AttestationError("network", "the trusted root of sigstore cannot be had", next, { cause: error });
  }
}
