import { sign, verify, type KeyObject } from "node:crypto";
import { dsse } from "@sigstore/core";
import { z } from "zod";
import { BundleError } from "./error.js";
import { keyId } from "./keys.js";
import { PAYLOAD_TYPE } from "./statement.js";
import { notAsWritten, type Opened, type Sign, type Trust } from "./line.js";

/** https://github.com/secure-systems-lab/dsse/blob/master/envelope.md; karat's own have one signature. */
const envelope = z.strictObject({
  payload: z.base64(),
  payloadType: z.literal(PAYLOAD_TYPE),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.base64() })]),
});

/** Signs statements with an ed25519 key. */
export function signWith(key: KeyObject): Sign {
  return async (statement) => {
    // RFC 8032: ed25519 hashes by itself, hence no digest algorithm.
    const sig = sign(null, dsse.preAuthEncoding(PAYLOAD_TYPE, statement), key).toString("base64");
    const signatures = [{ keyid: keyId(key), sig }];
    return JSON.stringify({ payload: statement.toString("base64"), payloadType: PAYLOAD_TYPE, signatures });
  };
}

/** Believes what one ed25519 key has signed. */
export function trustKey(key: KeyObject): Trust {
  const id = keyId(key);
  return (value): Opened => {
    const parsed = envelope.safeParse(value);
    if (!parsed.success) throw notAsWritten("it is no DSSE envelope of karat's", parsed.error);
    const { payload, payloadType, signatures } = parsed.data;
    const [{ keyid, sig }] = signatures;
    const [statement, signature] = [exact(payload), exact(sig)];
    if (!verify(null, dsse.preAuthEncoding(payloadType, statement), key, signature)) throw notByKey(keyid, id);
    // A hint that nothing rests on, by the DSSE specification; karat writes one, and it may not say anything else.
    if (keyid !== id) throw notAsWritten(`its keyid is not that of the key that made it, ${id}`);
    return { statement, signer: { kind: "key", id } };
  };
}

/** Decoders let trailing bits and line breaks pass; a bundle has one way to be written. */
function exact(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw notAsWritten("its base64 is not the usual one");
  return bytes;
}

function notByKey(keyid: string, id: string): BundleError {
  const named = keyid === id ? "which it names" : `and names ${JSON.stringify(keyid.slice(0, 64))}`;
  return new BundleError(
    "signature",
    `the signature is not good: it was not made by the key ${id}, ${named}, or the statement was altered since`,
    "ask who signed for the public key and for the bundle; believe nothing in it until then",
  );
}
