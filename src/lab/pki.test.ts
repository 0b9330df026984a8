import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ensureAuthority, ensureCertificate } from "./pki.js";

const folder = mkdtempSync(join(tmpdir(), "karat-pki-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a certificate is its authority's, says who it is, and is kept", async () => {
  const authority = await ensureAuthority(folder, "ca");
  const subject = {
    commonName: "system:node:node1",
    organization: "system:nodes",
    serves: { ips: ["10.0.0.1"], names: ["node1"] },
  };
  const pair = await ensureCertificate(folder, "kubelet", authority, subject);
  const issuer = new X509Certificate(readFileSync(authority.cert));
  const certificate = new X509Certificate(readFileSync(pair.cert));
  expect(issuer.ca).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect(certificate.checkIssued(issuer)).toBe(true);
  expect(certificate.subject.split("\n").sort()).toEqual(["CN=system:node:node1", "O=system:nodes"]);
  expect(certificate.checkIP("10.0.0.1")).toBe("10.0.0.1");
  expect(certificate.checkHost("node1")).toBe("node1");
  expect(statSync(pair.key).mode & 0o077).toBe(0);
  await ensureCertificate(folder, "kubelet", authority, subject);
  expect(new X509Certificate(readFileSync(pair.cert)).serialNumber).toBe(certificate.serialNumber);
});
