import { pem } from "@sigstore/core";
import type { InclusionProof, TransparencyLogEntry } from "@sigstore/protobuf-specs";
import { z } from "zod";
import { notAsWritten } from "./line.js";

/** https://github.com/transparency-dev/formats/blob/main/log/README.md: origin, size, root, more; then one signature. */
const CHECKPOINT =
  /^(?<origin>[^\n]+)\n(?<size>\d+)\n(?<root>[^\n]+)\n(?:[^\n]+\n)*\n\u2014 (?<name>\S+) (?<signature>\S+)\n$/u;

/** As much as is needed of what Rekor logs for an envelope (type dsse 0.0.1). */
const body = z.object({ spec: z.object({ signatures: z.tuple([z.object({ verifier: z.base64() })]) }) });

/**
 * Sigstore's verifier reads of a log's entry what it needs to believe it. What else stands in it and in the certificate
 * must say the same, or could be altered unseen: the proof's size and root, and each byte of the certificate.
 * @throws BundleError `bundle`
 */
export function requireExactEntry(
  { inclusionProof, canonicalizedBody }: TransparencyLogEntry,
  certificate: Buffer,
): void {
  if (inclusionProof) requireExactCheckpoint(inclusionProof);
  let logged: Buffer;
  try {
    const [{ verifier }] = body.parse(JSON.parse(canonicalizedBody.toString("utf8"))).spec.signatures;
    logged = pem.toDER(Buffer.from(verifier, "base64").toString("latin1"));
  } catch (error) {
    throw notAsWritten("the log's entry is not about an envelope", error);
  }
  if (!logged.equals(certificate)) throw notAsWritten("its certificate is not the one that was logged");
}

function requireExactCheckpoint({ checkpoint, treeSize, rootHash }: InclusionProof): void {
  const parts = CHECKPOINT.exec(checkpoint?.envelope ?? "")?.groups;
  if (!parts) throw notAsWritten("the log's checkpoint is not a note with one signature");
  const { origin = "", size, root, name = "", signature = "" } = parts;
  const same =
    treeSize === size &&
    rootHash.toString("base64") === root &&
    // Rekor's origin is the signature's name, and behind it the number of the tree.
    (origin === name || origin.startsWith(`${name} - `)) &&
    Buffer.from(signature, "base64").toString("base64") === signature;
  if (!same) throw notAsWritten("the log's checkpoint and the proof beside it differ");
}
