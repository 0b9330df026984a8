import { z } from "zod";
import { notAsWritten, type Trust } from "../attest/line.js";

const envelope = z.object({ payload: z.string() });
/** A DSSE envelope by itself, or in a sigstore bundle. */
const line = z.union([envelope, z.object({ dsseEnvelope: envelope }).transform(({ dsseEnvelope }) => dsseEnvelope)]);

/** Opens a bundle's line whoever signed it: to see what it is about, not whether it is true, which is `karat verify`'s. */
export const unbelieved: Trust = (value) => {
  const { data, error } = line.safeParse(value);
  if (!data) throw notAsWritten("it is no DSSE envelope", error);
  return { statement: Buffer.from(data.payload, "base64"), signer: { kind: "key", id: "" } };
};
