import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { durations } from "./durations.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A certificate and its private key, as files in PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

export interface Subject {
  /** Kubernetes user name. */
  commonName: string;
  /** Kubernetes group. */
  organization?: string;
  /** A server's addresses and names; a client certificate has none. */
  serves?: { ips?: string[]; names?: string[] };
}

const exists = (file: string): Promise<boolean> => stat(file).then(() => true, () => false); // prettier-ignore

const pair = (directory: string, name: string): KeyPair => ({
  cert: join(directory, `${name}.crt`),
  key: join(directory, `${name}.key`),
});

async function write(at: KeyPair, certificate: X509Certificate, keys: CryptoKeyPair): Promise<void> {
  await mkdir(dirname(at.cert), { recursive: true, mode: 0o700 });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  await writeFile(at.key, key, { mode: 0o600 });
  await writeFile(at.cert, certificate.toString("pem")); // last: it marks the pair as whole
}

type CryptoKeyPair = webcrypto.CryptoKeyPair;

const newKeys = (): Promise<CryptoKeyPair> => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

const validity = (): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(Date.now() - 3600_000), // a node's clock may lag
  notAfter: new Date(Date.now() + durations.certificate * 1000),
});

const distinguishedName = (subject: Subject): string =>
  subject.organization === undefined
    ? `CN=${subject.commonName}`
    : `O=${subject.organization}, CN=${subject.commonName}`;

/** A self-signed certificate authority (idempotent). */
export async function ensureAuthority(directory: string, name: string): Promise<KeyPair> {
  const at = pair(directory, name);
  if (await exists(at.cert)) return at;
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=karat ${name}`,
    keys,
    ...validity(),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  await write(at, certificate, keys);
  return at;
}

function alternativeNames(serves: NonNullable<Subject["serves"]>): JsonGeneralNames {
  return [
    ...(serves.ips ?? []).map((value) => ({ type: "ip" as const, value })),
    ...(serves.names ?? []).map((value) => ({ type: "dns" as const, value })),
  ];
}

/** A certificate signed by the authority; good as a client's, and as a server's when the subject serves (idempotent). */
export async function ensureCertificate(
  directory: string,
  name: string,
  authority: KeyPair,
  subject: Subject,
): Promise<KeyPair> {
  const at = pair(directory, name);
  if (await exists(at.cert)) return at;
  const issuer = new X509Certificate(await readFile(authority.cert, "utf8"));
  const signingKey = await webcrypto.subtle.importKey(
    "pkcs8",
    PemConverter.decodeFirst(await readFile(authority.key, "utf8")),
    ALGORITHM,
    false,
    ["sign"],
  );
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: distinguishedName(subject),
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    ...validity(),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([
        ExtendedKeyUsage.clientAuth,
        ...(subject.serves === undefined ? [] : [ExtendedKeyUsage.serverAuth]),
      ]),
      ...(subject.serves === undefined ? [] : [new SubjectAlternativeNameExtension(alternativeNames(subject.serves))]),
    ],
  });
  await write(at, certificate, keys);
  return at;
}

/** The key that signs service-account tokens, and its public half (idempotent). */
export async function ensureSigningKey(directory: string): Promise<{ key: string; publicKey: string }> {
  const at = { key: join(directory, "service-accounts.key"), publicKey: join(directory, "service-accounts.pub") };
  if (await exists(at.publicKey)) return at;
  const keys = await newKeys();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { subtle } = webcrypto;
  const secret = PemConverter.encode(await subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  await writeFile(at.key, secret, { mode: 0o600 });
  await writeFile(at.publicKey, PemConverter.encode(await subtle.exportKey("spki", keys.publicKey), "PUBLIC KEY"));
  return at;
}
