import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testSigstore, testToken } from "../../test/sigstore.js";
import { signWith } from "../attest/dsse.js";
import { keyId } from "../attest/keys.js";
import { signAs } from "../attest/sign-as.js";
import { namedSigners } from "./named-signers.js";

const STATEMENT = Buffer.from("{}");

test("a key is named by its id, once for all lines", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const line = await signWith(privateKey)(STATEMENT);
  expect(namedSigners(Buffer.from(`${line}\n${line}\n`))).toEqual([`the key ${keyId(privateKey)}`]);
});

test("an identity is named as its certificate has it", async () => {
  const dir = mkdtempSync(join(tmpdir(), "karat-signers-"));
  const sigstore = await testSigstore();
  try {
    const name = "https://github.com/acme/tests/.github/workflows/karat.yml@refs/heads/main";
    writeFileSync(join(dir, "token"), testToken(name, "https://token.actions.githubusercontent.com"));
    const line = await signAs({ tokenFile: join(dir, "token"), fulcio: sigstore.url, rekor: sigstore.url })(STATEMENT);
    expect(namedSigners(Buffer.from(line))).toEqual([`the certificate of URI:${name}`]);
  } finally {
    await sigstore.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

test.each([
  ["no signature", '{"payload":"e30=","signatures":[]}', []],
  ["a signature of no name", '{"payload":"e30=","signatures":[{}]}', ["a key that is not named"]],
  ["no bundle", "x\n[]\n", []],
  [
    "a certificate that is none",
    '{"verificationMaterial":{"certificate":{"rawBytes":"AAAA"}},"dsseEnvelope":{"signatures":[{}]}}',
    [],
  ],
])("%s", (_, text, expected) => {
  expect(namedSigners(Buffer.from(text))).toEqual(expected);
});
