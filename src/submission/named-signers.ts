import { X509Certificate } from "node:crypto";
import { z } from "zod";

const signatures = z.object({ signatures: z.array(z.object({ keyid: z.string().default("") })) });
const byKey = signatures.transform(({ signatures: all }) =>
  all.map(({ keyid }) => (keyid === "" ? "a key that is not named" : `the key ${keyid}`)),
);
const byIdentity = z
  .object({
    verificationMaterial: z.object({ certificate: z.object({ rawBytes: z.string() }) }),
    dsseEnvelope: signatures,
  })
  .transform(({ verificationMaterial: { certificate }, dsseEnvelope }) =>
    dsseEnvelope.signatures.length > 0 ? [subjectOf(Buffer.from(certificate.rawBytes, "base64"))] : [],
  );
const line = z.union([byIdentity, byKey]);

/**
 * Who is named as the signer of a bundle's lines, in words, each once. A name is no signature: whether one is good only
 * `karat verify` tells, from a key or identity that the reader trusts.
 */
export function namedSigners(bundle: Buffer): string[] {
  const lines = bundle.toString("utf8").split("\n");
  return [...new Set(lines.flatMap(signersOf))];
}

function signersOf(text: string): string[] {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** "URI:https://…" or "email:…" of a certificate. */
function subjectOf(der: Buffer): string {
  return `the certificate of ${new X509Certificate(der).subjectAltName ?? "nobody"}`;
}
