import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keyId, readPrivateKey, readPublicKey, writeKeyPair } from "./keys.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-keys-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a pair is written once: the private half for its owner only", () => {
  const { privateFile, publicFile, id } = writeKeyPair(join(dir, "acme"));
  expect(statSync(privateFile).mode & 0o777).toBe(0o600);
  expect(keyId(readPrivateKey(privateFile))).toBe(id);
  expect(keyId(readPublicKey(publicFile))).toBe(id);
});

test.each([".key", ".pub"])("a %s that is there is left alone, and nothing else is written", (ending) => {
  writeFileSync(join(dir, `acme${ending}`), "mine");
  expect(() => writeKeyPair(join(dir, "acme"))).toThrow(/is there already/);
  expect(readFileSync(join(dir, `acme${ending}`), "utf8")).toBe("mine");
  expect(existsSync(join(dir, ending === ".key" ? "acme.pub" : "acme.key"))).toBe(false);
});

test("only ed25519 keys serve, and to verify only public ones", () => {
  const rsa = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  writeFileSync(join(dir, "ec.pub"), rsa.export({ format: "pem", type: "spki" }));
  expect(() => readPublicKey(join(dir, "ec.pub"))).toThrow("no public ed25519 key");
  const { privateFile } = writeKeyPair(join(dir, "acme"));
  expect(() => readPublicKey(privateFile)).toThrow("no public ed25519 key");
  writeFileSync(join(dir, "long"), "x".repeat(100_000));
  for (const file of [join(dir, "long"), dir, "/dev/zero"]) {
    expect(() => readPrivateKey(file)).toThrow("no private ed25519 key");
  }
});

test("a key that is not there is not called a bad one", () => {
  expect(() => readPublicKey(join(dir, "none"))).toThrow(/^there is no file .*none$/);
});

test("a pair that cannot be written where it was to be says where", () => {
  expect(() => writeKeyPair(join(dir, "none", "acme"))).toThrow(
    expect.objectContaining({ code: "unwritable", message: expect.stringMatching(/none\/acme.key cannot be written/) }),
  );
});
