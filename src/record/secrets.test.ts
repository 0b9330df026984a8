import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORD_FORMAT } from "./events.js";
import { RecordReader } from "./reader.js";
import { RecordWriter } from "./writer.js";

/**
 * Credentials in use must not be in a record, in any form. The search is written without the redactor: it takes every
 * window of 24 characters of each credential, in the encodings that Kubernetes uses, and looks for it in every byte.
 */
const WINDOW = 24;
const token = `opaque-${randomBytes(30).toString("base64url")}`;
const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
  type: "sec1",
  format: "pem",
}) as string;
const password = randomBytes(20).toString("hex");
const CREDENTIALS = [token, key, password];

function forms(credential: string): string[] {
  const body = credential.includes("-----BEGIN") ? credential.split("\n").slice(1, -2).join("\n") : credential;
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from("x".repeat(shift) + body)
      .toString("base64")
      .slice(4, -4),
  );
  return [body, body.replaceAll("\n", ""), ...shifted, Buffer.from(body).toString("hex")];
}

/** Where in the folder a part of a credential stands: "file: part". */
function leaks(dir: string): string[] {
  const windows = CREDENTIALS.flatMap(forms).flatMap((form) =>
    Array.from({ length: Math.max(0, form.length - WINDOW + 1) }, (_, at) => form.slice(at, at + WINDOW)),
  );
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "latin1");
      return windows.filter((window) => text.includes(window)).map((window) => `${entry.name}: ${window}`);
    });
}

/** A run in which the credentials turn up wherever a cluster, a pod or an error message could put them. */
function leakyRun(dir: string, secrets: string[]): void {
  const writer = RecordWriter.create(dir, { secrets });
  const place = { check: "a/b", attempt: 1 };
  const at = "2026-01-01T00:00:00.000Z";
  const b64 = (text: string) => Buffer.from(text).toString("base64");
  const kubeconfig = JSON.stringify({ users: [{ user: { token, "client-key-data": b64(key), password } }] });
  writer.append({
    type: "run.started",
    run: "r",
    nonce: "n",
    format: RECORD_FORMAT,
    tool: { name: "karat", version: "0" },
    cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
    options: {
      kubeconfig: "/home/me/.kube/config",
      header: `Authorization: Basic ${b64(`me:${password}`)}`,
      [token]: 1,
    },
  });
  writer.preflight({ name: "config", kind: "value", at, data: kubeconfig });
  writer.append({ type: "check.started", ...place, namespace: "ns", devices: 0 });
  writer.append({ type: "check.step", ...place, text: `GET /x?token=${encodeURIComponent(token)}` });
  const padding = "log line\n".repeat(600);
  const observations = [
    { name: "small.log", kind: "log", data: { text: `export TOKEN=${token}` } },
    { name: "big.log", kind: "log", data: { text: `${padding}${key}${padding}${token.slice(0, 32)}` } },
    { name: "cut.log", kind: "log", data: { text: `${token.slice(4)}\n${password.slice(0, 33)}` } },
    { name: "encoded", kind: "value", data: { blob: b64(kubeconfig), twice: b64(`..${b64(kubeconfig)}`) } },
    {
      name: "pod",
      kind: "object",
      data: {
        ref: {},
        object: {
          spec: {
            env: [
              { name: "K", value: key },
              { name: "P", value: `x${password}y` },
            ],
          },
        },
      },
    },
    {
      name: "configmap",
      kind: "object",
      data: { ref: {}, object: { kind: "ConfigMap", binaryData: { config: b64(kubeconfig) } } },
    },
    {
      name: "secret",
      kind: "object",
      data: { ref: {}, object: { kind: "Secret", data: { kubeconfig: b64(kubeconfig) } } },
    },
    {
      name: "list",
      kind: "list",
      data: { path: "/api/v1/secrets", items: [{ metadata: {}, data: { t: b64(token) } }] },
    },
    { name: "hex", kind: "value", data: Buffer.from(`${token} ${key}`).toString("hex") },
  ] as const;
  for (const observation of observations) writer.observe("a/b", 1, { ...observation, at });
  const names = observations.map(({ name }) => name);
  const interruption = { kind: "crash", message: `401 for Bearer ${token}` } as const;
  writer.append({ type: "check.ended", ...place, observations: names, interruption });
  const seen = `the pod printed ${b64(token)}`;
  const expectations = [{ claim: "c", expected: "e", seen, held: false, evidence: ["small.log"] }];
  writer.append({ type: "check.judged", ...place, judgement: { verdict: "fail", reason: key, expectations } });
  writer.append({ type: "check.cleaned", ...place, ok: false, left: [`secret/${password}`] });
  writer.close();
}

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "karat-secrets-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a whole record, searched for the credentials in use", () => {
  test("holds no part of them, and can be read", () => {
    const dir = join(root, "kept-out");
    leakyRun(dir, CREDENTIALS);
    expect(leaks(dir)).toEqual([]);
    expect([...new RecordReader(dir).events()].length).toBeGreaterThan(10);
  });

  test("would hold them all, were they not known: the search does find them", () => {
    const dir = join(root, "let-in");
    leakyRun(dir, []);
    const found = new Set(leaks(dir).map((leak) => leak.slice(leak.indexOf(": ") + 2)));
    for (const credential of CREDENTIALS) {
      const parts = forms(credential).map((form) => form.slice(0, WINDOW));
      expect(parts.filter((part) => found.has(part))).not.toEqual([]);
    }
  });

  test("holds no token that came into use during the run", () => {
    const dir = join(root, "renewed");
    const writer = RecordWriter.create(dir, { secrets: [] });
    writer.protect(token);
    writer.append({ type: "check.step", check: "a/b", attempt: 1, text: token });
    writer.close();
    expect(leaks(dir)).toEqual([]);
  });
});

test("what redaction cannot see piece by piece is refused as a whole", () => {
  const dir = join(root, "pieces");
  const writer = RecordWriter.create(dir, { secrets: ['hunter","22'] });
  const split = { name: "o", kind: "value", at: "2026-01-01T00:00:00.000Z", data: ["hunter", "22"] } as const;
  expect(() => writer.observe("a/b", 1, split)).toThrow(/credential in use/);
  writer.close();
  expect(readFileSync(join(dir, "events.ndjson"), "utf8")).toBe("");
});
