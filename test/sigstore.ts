import { createHash, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog } from "@sigstore/mock";
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from "@sigstore/protobuf-specs";

export interface TestSigstore {
  /** Of certificate authority and log. */
  url: string;
  trustedRoot: TrustedRoot;
  close(): Promise<void>;
}

/** A certificate authority, its transparency log and a log of signatures, on this machine, by sigstore's own mock. */
export async function testSigstore(): Promise<TestSigstore> {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ctLog = await initializeCTLog(pair());
  const ca = await initializeCA(pair(), ctLog);
  const certificates = fulcioHandler(ca);
  const server = createServer((request, response) => {
    const answer = async (): Promise<{ statusCode: number; response: string | ArrayBufferView }> => {
      const body = await text(request);
      if (request.url === certificates.path) return certificates.fn(body);
      const entry = await log.log(asLogged(JSON.parse(body) as ProposedEntry));
      return { statusCode: 201, response: JSON.stringify(entry) };
    };
    void answer().then(({ statusCode, response: content }) => {
      response.writeHead(statusCode, { "content-type": "application/json" }).end(content);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = await initializeTLog(url, pair());
  const validFor = { start: new Date(Date.now() - 60_000), end: undefined };
  const logInstance = (baseUrl: string, key: Buffer) => ({
    baseUrl,
    hashAlgorithm: HashAlgorithm.SHA2_256,
    publicKey: { rawBytes: key, keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256, validFor },
    logId: { keyId: createHash("sha256").update(key).digest() },
    checkpointKeyId: undefined,
    operator: "",
  });
  const root: TrustedRoot = {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [logInstance(url, log.publicKey)],
    ctlogs: [logInstance(url, ctLog.publicKey)],
    certificateAuthorities: [
      {
        subject: { commonName: "test", organization: "test" },
        uri: url,
        certChain: { certificates: [{ rawBytes: bytesOf(ca.rootCertificate) }] },
        validFor,
        operator: "",
      },
    ],
    timestampAuthorities: [],
  };
  return {
    url,
    // As it would be read from a file.
    trustedRoot: TrustedRoot.fromJSON(TrustedRoot.toJSON(root)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** An unsigned token: the mock believes whatever stands in it. */
export function testToken(name: string, issuer: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub: name, iss: issuer, aud: "sigstore" })}.x`;
}

interface ProposedEntry {
  spec: { proposedContent: { envelope: string; verifiers: [string] } };
}

/** What Rekor makes of a proposed `dsse` entry, which the mock would log as it came. */
function asLogged({ spec }: ProposedEntry): object {
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: [{ sig: string }] };
  const hash = (value: Buffer | string) => ({
    algorithm: "sha256",
    value: createHash("sha256").update(value).digest("hex"),
  });
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: {
      envelopeHash: hash(envelope),
      payloadHash: hash(Buffer.from(payload, "base64")),
      signatures: [{ signature: signatures[0].sig, verifier: verifiers[0] }],
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
