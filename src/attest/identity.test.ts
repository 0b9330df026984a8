import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testSigstore, testToken, type TestSigstore } from "../../test/sigstore.js";
import { attest } from "./attest.js";
import { openBundle } from "./bundle.js";
import { BundleError } from "./error.js";
import { trustIdentity } from "./identity.js";
import { signAs } from "./sign-as.js";
import { ATTESTER, judges, sampleRecord, VERSION } from "./testing.js";
import { readTrustedRoot } from "./trusted-root.js";
import { verifySigned } from "./verify-signed.js";

const NAME = "https://github.com/acme/tests/.github/workflows/karat.yml@refs/heads/main";
const ISSUER = "https://token.actions.githubusercontent.com";

interface SigstoreLine {
  verificationMaterial: { certificate: { rawBytes: string } };
}

let root: string;
let dir: string;
let sigstore: TestSigstore;
let bundle: Buffer;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "karat-identity-"));
  dir = sampleRecord(join(root, "run"));
  sigstore = await testSigstore();
  writeFileSync(join(root, "token"), testToken(NAME, ISSUER));
  bundle = await signed(join(root, "token"));
});
afterAll(async () => {
  await sigstore.close();
  rmSync(root, { recursive: true, force: true });
});

async function signed(tokenFile: string | undefined): Promise<Buffer> {
  const sign = signAs({ tokenFile, fulcio: sigstore.url, rekor: sigstore.url });
  const made = await attest(dir, { judges, version: VERSION, attester: ATTESTER, sign });
  return Buffer.from(made.signed!.bundle);
}

const trust = (name = NAME, issuer = ISSUER, trusted = toTrustMaterial(sigstore.trustedRoot)) =>
  trustIdentity({ name, issuer }, trusted);
const verified = (...args: Parameters<typeof trust>) =>
  verifySigned(dir, { judges, version: VERSION, signature: { bundle, trust: trust(...args) } });

describe("what an identity has signed", () => {
  test("is believed by its name and by who identified it, and says when it was logged", () => {
    expect(verified()).toMatchObject({
      outcome: "same",
      signed: { by: { kind: "identity", name: NAME, issuer: ISSUER, loggedAt: expect.stringMatching(/^20.*Z$/) } },
    });
  });

  test("is good for sigstore's verifier as well", () => {
    const verifier = new Verifier(toTrustMaterial(sigstore.trustedRoot));
    for (const line of bundle.toString().trimEnd().split("\n")) {
      const { identity } = verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(line))));
      expect(identity).toMatchObject({ subjectAlternativeName: NAME, extensions: { issuer: ISSUER } });
    }
  });

  test.each([
    "https://github.com/acme/**",
    "https://github.com/*/tests/.github/workflows/*@refs/heads/main",
    "**@refs/heads/main",
  ])("may be named %s", (name) => {
    expect(verified(name).outcome).toBe("same");
  });

  test.each([
    ["another name", "https://github.com/acme/tests"],
    ["one star for several parts", "https://github.com/*"],
    ["a part of the name", "acme"],
    ["a regular expression", "https://github.com/.*"],
    ["nothing", ""],
  ])("is not believed by %s", (_, name) => {
    expect(verified(name)).toMatchObject({ outcome: "different", problems: [{ code: "identity" }] });
  });

  test("is not believed by another issuer, nor by a part of it", () => {
    for (const issuer of ["https://accounts.example", "https://token.actions", `${ISSUER}/`, "**"]) {
      expect(verified(NAME, issuer).problems).toMatchObject([{ code: "identity" }]);
    }
  });

  test("is not believed by the trusted root of others", async () => {
    const other = await testSigstore();
    try {
      expect(verified(NAME, ISSUER, toTrustMaterial(other.trustedRoot)).problems).toMatchObject([
        { code: "signature" },
      ]);
    } finally {
      await other.close();
    }
  });

  test("has no byte that could be changed unseen, by samples: a verification takes milliseconds", () => {
    const believed = trust();
    for (let at = 0; at < bundle.length / 2; at += 41) {
      const altered = Buffer.from(bundle);
      altered[at]! ^= 1 << (at % 6);
      expect(() => openBundle(altered, believed), `byte ${at}`).toThrow(BundleError);
    }
  });

  test("has no bit of its certificate outside of what is signed that could be: outer tag and algorithm", () => {
    const [line = ""] = bundle.toString().split("\n");
    const { rawBytes } = (JSON.parse(line) as SigstoreLine).verificationMaterial.certificate;
    const certificate = Buffer.from(rawBytes, "base64");
    // RFC 5280, 4.1.1.2: the algorithm stands once in what is signed, once behind it. OID 1.2.840.10045.4.3.3.
    const algorithm = certificate.lastIndexOf(Buffer.from("300a06082a8648ce3d040303", "hex"));
    expect(algorithm).toBeGreaterThan(certificate.length / 2);
    const places = [0, ...Array.from({ length: 12 }, (_, index) => algorithm + index)];
    for (const at of places) {
      for (let bit = 0; bit < 8; bit++) {
        const altered = Buffer.from(certificate);
        altered[at]! ^= 1 << bit;
        const forged = Buffer.from(bundle.toString().replace(rawBytes, altered.toString("base64")));
        expect(() => openBundle(forged, trust()), `byte ${at}, bit ${bit}`).toThrow(BundleError);
      }
    }
  });

  test("is not a mixture of two people's", async () => {
    writeFileSync(join(root, "other"), testToken(NAME.replace("tests", "other"), ISSUER));
    const [mine] = bundle.toString().split("\n");
    const [, theirs] = (await signed(join(root, "other"))).toString().split("\n");
    const mixed = Buffer.from(`${mine}\n${theirs}\n`);
    expect(() => openBundle(mixed, trust("https://github.com/acme/**"))).toThrow("signed by different people");
  });
});

describe("signing", () => {
  test("without a token is refused, and what was given as one is not told", async () => {
    await expect(signed(join(root, "none"))).rejects.toMatchObject({ code: "network" });
    writeFileSync(join(root, "bad"), "not-a-token-but-a-secret");
    const error = (await signed(join(root, "bad")).catch((error: unknown) => error)) as Error;
    expect(error.message).toBe("what was given as an OpenID token is none");
    expect(JSON.stringify([error, error.cause])).not.toContain("secret");
  });
});

test("a trusted root is read from a file, and nothing else is taken for one", () => {
  const file = join(root, "trusted_root.json");
  writeFileSync(file, JSON.stringify(TrustedRoot.toJSON(sigstore.trustedRoot)));
  expect(verified(NAME, ISSUER, readTrustedRoot(file)).outcome).toBe("same");
  for (const text of ["", "[", "null", '{"tlogs":7}']) {
    writeFileSync(file, text);
    expect(() => readTrustedRoot(file)).toThrow("no trusted root");
  }
});
