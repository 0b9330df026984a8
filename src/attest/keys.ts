import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { AttestationError } from "./error.js";
import { readLimited } from "./read-limited.js";

/** Bytes of a PEM file; an ed25519 key has 119. */
const LONGEST = 16 * 1024;

const MAKE = "make a pair with `karat attest keygen`, or `openssl genpkey -algorithm ed25519`";

/**
 * Makes a pair of ed25519 keys (RFC 8032): `<base>.key` in PKCS #8, readable by its owner only, and `<base>.pub` in SPKI.
 * @throws AttestationError `taken` rather than overwrite either, `unwritable`
 */
export function writeKeyPair(base: string): { privateFile: string; publicFile: string; id: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const [privateFile, publicFile] = [`${base}.key`, `${base}.pub`];
  const pem = { format: "pem" } as const;
  writeNew(privateFile, privateKey.export({ ...pem, type: "pkcs8" }), 0o600);
  try {
    writeNew(publicFile, publicKey.export({ ...pem, type: "spki" }), 0o644);
  } catch (error) {
    rmSync(privateFile);
    throw error;
  }
  return { privateFile, publicFile, id: keyId(publicKey) };
}

/** Hex sha256 of the public key's SPKI in DER: what an envelope names its key by. */
export function keyId(key: KeyObject): string {
  const spki = key.type === "public" ? key : createPublicKey(key);
  return createHash("sha256")
    .update(spki.export({ format: "der", type: "spki" }))
    .digest("hex");
}

/** @throws AttestationError `key` for anything but an ed25519 private key in PEM without a passphrase */
export function readPrivateKey(file: string): KeyObject {
  return ed25519(file, "private", (pem) => createPrivateKey({ key: pem, format: "pem" }));
}

/** @throws AttestationError `key` for anything but an ed25519 public key in PEM */
export function readPublicKey(file: string): KeyObject {
  return ed25519(file, "public", (pem) => {
    // node:crypto would derive it; but who is handed a private key to verify with should hear of that.
    if (pem.includes("PRIVATE KEY")) throw new Error("it is a private key, which only its owner may have");
    return createPublicKey({ key: pem, format: "pem" });
  });
}

function ed25519(file: string, half: "private" | "public", parse: (pem: string) => KeyObject): KeyObject {
  let why: unknown;
  try {
    const key = parse(readLimited(file, LONGEST).toString("latin1"));
    if (key.asymmetricKeyType === "ed25519") return key;
    why = new Error(`its type is ${key.asymmetricKeyType}`);
  } catch (error) {
    why = error;
  }
  if ((why as NodeJS.ErrnoException).code === "ENOENT") {
    throw new AttestationError("key", `there is no file ${file}`, `name one that holds the ${half} key, or ${MAKE}`);
  }
  throw new AttestationError("key", `${file} is no ${half} ed25519 key in PEM`, MAKE, { cause: why });
}

function writeNew(file: string, text: string | Buffer, mode: number): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      const next = "name a path in a folder that is there and can be written to, with -o";
      throw new AttestationError("unwritable", `${file} cannot be written`, next, { cause: error });
    }
    throw new AttestationError("taken", `${file} is there already`, "name another with -o; keys are never overwritten");
  }
}
