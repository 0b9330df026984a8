import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toDSSEBundle } from "@sigstore/bundle";
import { PublicKeyDetails } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signWith, trustKey } from "./dsse.js";
import { keyId, readPrivateKey, readPublicKey, writeKeyPair } from "./keys.js";

interface Envelope {
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
}

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const statement = Buffer.from('{"says":"ünïcödé"}');
const envelope = async (key = privateKey) => JSON.parse(await signWith(key)(statement)) as Envelope;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-dsse-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("an envelope", () => {
  test("opens by the key that made it, and names it", async () => {
    const signed = await envelope();
    expect(trustKey(publicKey)(signed)).toEqual({ statement, signer: { kind: "key", id: keyId(privateKey) } });
    expect(signed.signatures[0]?.keyid).toBe(keyId(publicKey));
  });

  test("does not open by another key, whatever it says of its own", async () => {
    const other = generateKeyPairSync("ed25519");
    const signed = await envelope(other.privateKey);
    signed.signatures[0]!.keyid = keyId(publicKey);
    expect(() => trustKey(publicKey)(signed)).toThrow(/not good.*which it names/);
  });

  test.each<[string, (signed: Envelope) => unknown]>([
    ["no signature", (signed) => ({ ...signed, signatures: [] })],
    ["two signatures", ({ signatures, ...rest }) => ({ ...rest, signatures: [...signatures, ...signatures] })],
    ["another type of payload", (signed) => ({ ...signed, payloadType: "application/json" })],
    ["a field more", (signed) => ({ ...signed, more: 1 })],
    ["URL-safe base64", (signed) => ({ ...signed, payload: Buffer.from("??>").toString("base64url") })],
    ["nothing", () => null],
  ])("with %s is not karat's", async (_, change) => {
    const changed = change(await envelope());
    expect(() => trustKey(publicKey)(changed)).toThrow("not as karat writes");
  });

  test("is good for sigstore's verifier too, and not once a byte of it was changed", async () => {
    const { payload, payloadType, signatures } = await envelope();
    const verifies = (artifact: Buffer): void => {
      const signature = Buffer.from(signatures[0]!.sig, "base64");
      const bundle = toDSSEBundle({ artifact, artifactType: payloadType, signature, keyHint: "karat" });
      const rawBytes = publicKey.export({ format: "der", type: "spki" });
      const roots = { mediaType: "", tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] };
      const trust = toTrustMaterial(roots, { karat: { rawBytes, keyDetails: PublicKeyDetails.PKIX_ED25519 } });
      const none = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };
      new Verifier(trust, none).verify(toSignedEntity(bundle));
    };
    const artifact = Buffer.from(payload, "base64");
    expect(() => verifies(artifact)).not.toThrow();
    artifact[3]! ^= 1;
    expect(() => verifies(artifact)).toThrow("signature verification failed");
  });
});

const tools = ["openssl version", "jq --version"].every((command) => spawnSync("sh", ["-c", command]).status === 0);
if (!tools) process.stderr.write("openssl or jq is not installed: envelopes are not held against openssl\n");
describe.skipIf(!tools)("openssl", () => {
  const file = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" });

  test("verifies an envelope of karat's by the commands of docs/attestation.md, and none that was changed", async () => {
    const docs = readFileSync(new URL("../../docs/attestation.md", import.meta.url), "utf8");
    const script = /^```sh\n(.*?)^```/ms.exec(docs)?.[1] ?? "";
    expect(script).toContain("openssl pkeyutl -verify");
    const { privateFile } = writeKeyPair(file("acme"));
    const run = () => execFileSync("sh", ["-ec", script], { cwd: dir, encoding: "utf8", stdio: "pipe" });
    const line = await signWith(readPrivateKey(privateFile))(statement);
    writeFileSync(file("result.intoto.jsonl"), `${line}\n`);
    expect(run()).toContain("Signature Verified Successfully");
    writeFileSync(file("result.intoto.jsonl"), `${JSON.stringify({ ...JSON.parse(line), payload: "e30=" })}\n`);
    expect(run).toThrow("Command failed");
  });

  test("makes keys that karat signs with, and reads karat's", async () => {
    openssl("genpkey", "-algorithm", "ed25519", "-out", file("o.key"));
    openssl("pkey", "-in", file("o.key"), "-pubout", "-out", file("o.pub"));
    const signed = await envelope(readPrivateKey(file("o.key")));
    expect(trustKey(readPublicKey(file("o.pub")))(signed).statement).toEqual(statement);
    expect(openssl("pkey", "-in", writeKeyPair(file("own")).privateFile, "-noout", "-text")).toContain("ED25519");
  });
});
