import { expect, test } from "vitest";
import type { Context } from "../../rule.js";
import { findings, lines, submitted } from "../testing.js";
import { evidence } from "./index.js";

/** A submission of one requirement. */
function claims(entries: readonly string[], files: Record<string, string> = {}, directory = "v1.37/acme") {
  const list = entries.map((entry) => `        - ${JSON.stringify(entry)}\n`).join("");
  const text = `spec:\n  security:\n    - id: secure_accelerator_access\n      status: Implemented\n      evidence:\n${list}`;
  return submitted(text, { directory, files });
}

function found(id: string, submission: ReturnType<typeof submitted>, context: Partial<Context> = {}): string[] {
  const rule = evidence.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return findings(rule, submission, context).map(
    ({ severity, place, message }) => `${severity} ${place.file}:${place.line}:${place.column} ${message}`,
  );
}

test("EVID-001: words, paths out of the folder and files that are not there are no evidence", () => {
  const submission = claims(
    ["see proof.md", "N/A", "../../etc/passwd", "/etc/passwd", "Prooof.md", "proof.md", "data:x"],
    {
      "proof.md": "x",
    },
  );
  const rule = evidence[0];
  expect(rule && lines(findings(rule, submission))).toEqual([
    "6:11 evidence of secure_accelerator_access cannot be followed: there is more than a path in it",
    "7:11 evidence of secure_accelerator_access cannot be followed: it names no evidence",
    "8:11 evidence of secure_accelerator_access cannot be followed: it leads out of the submission's folder",
    "9:11 evidence of secure_accelerator_access cannot be followed: it is an absolute path",
    "10:11 evidence of secure_accelerator_access, Prooof.md, is not in the folder",
    "12:11 evidence of secure_accelerator_access cannot be followed: data: is no scheme for evidence",
  ]);
  expect(rule && findings(rule, submission)[0]?.fix).toBe("write proof.md");
});

test("EVID-001: a blank entry, a path with spaces, file:// by either root and a link to one's own file are good", () => {
  const files = { "what we saw.md": "x", "results/junit.xml": "<testsuites/>", "a.md": "x" };
  const own = "https://github.com/cncf/k8s-ai-conformance/blob/main/v1.37/acme/a.md";
  const good = ["", "what we saw.md", "file://results/junit.xml", "file://v1.37/acme/results/junit.xml", "./a.md", own];
  expect(found("EVID-001", claims(good, files))).toEqual([]);
});

test("EVID-001: file:// with an absolute path or another submission's is refused", () => {
  expect(found("EVID-001", claims(["file:///etc/passwd", "file://v1.36/acme/a.md", "file:a.md"]))).toEqual([
    "error PRODUCT.yaml:6:11 evidence of secure_accelerator_access cannot be followed: it is an absolute path",
    "error PRODUCT.yaml:7:11 evidence of secure_accelerator_access cannot be followed: it is in another folder than v1.37/acme",
    "error PRODUCT.yaml:8:11 evidence of secure_accelerator_access cannot be followed: file: is followed by two slashes",
  ]);
});

test("EVID-002: a fragment must be a heading, a test or a line", () => {
  const files = {
    "a.md": "# What we ran\n\n```sh\n# no heading\n```\n",
    "junit.xml": '<testsuites><testsuite><testcase name="TestA"/></testsuite></testsuites>',
  };
  const own = "https://github.com/cncf/k8s-ai-conformance/blob/main/v1.37/acme/a.md#gone";
  const good = ["a.md#what-we-ran", "a.md#L2", "file://junit.xml#TestA"];
  expect(found("EVID-002", claims(good, files))).toEqual([]);
  expect(found("EVID-002", claims(["a.md#no-heading", "a.md#L99", "file://junit.xml#TestB", own], files))).toEqual([
    "error PRODUCT.yaml:6:11 a.md has no heading no-heading",
    "error PRODUCT.yaml:7:11 a.md has 6 lines",
    "error PRODUCT.yaml:8:11 junit.xml has no test TestB",
    "error PRODUCT.yaml:9:11 a.md has no heading gone",
  ]);
});

test("EVID-003: what is gone is an error, what could not be asked is for a person, and unasked nothing is said", () => {
  const submission = claims(["https://a.example/x", "https://b.example/y", "https://c.example/z"]);
  const links: Context["links"] = new Map([
    ["https://a.example/x", { state: "broken", why: "404 Not Found" }],
    ["https://b.example/y", { state: "unchecked", why: "403 Forbidden" }],
    ["https://c.example/z", { state: "ok", why: "200 OK" }],
  ]);
  expect(found("EVID-003", submission)).toEqual([]);
  expect(found("EVID-003", submission, { links })).toEqual([
    "error PRODUCT.yaml:6:11 does not lead to evidence: 404 Not Found",
    "warn PRODUCT.yaml:7:11 could not be checked: 403 Forbidden",
  ]);
});

test("EVID-004: branches, /latest/ and documents that are edited in place move; commits and tags do not", () => {
  const commit = "c4b99e98160525e78e475165a72b0c920501f57c";
  const still = [
    `https://github.com/a/b/blob/${commit}/x.md`,
    "https://github.com/a/b/tree/v1.2.3/x",
    "https://docs.acme.io/2.4/x",
  ];
  expect(found("EVID-004", claims(still))).toEqual([]);
  const moving = [
    "https://github.com/a/b/blob/main/x.md",
    "https://raw.githubusercontent.com/a/b/refs/heads/main/x",
    "https://docs.acme.io/latest/x",
    "https://docs.google.com/document/d/1/edit",
  ];
  expect(found("EVID-004", claims([...moving, ...moving]))).toHaveLength(moving.length);
});

test("EVID-005: a page to sign in on, by its address or where it leads to", () => {
  const submission = claims(["https://accounts.acme.io/x", "https://acme.io/docs"]);
  const links: Context["links"] = new Map([
    ["https://acme.io/docs", { state: "ok", why: "200 OK", leadsTo: "https://acme.io/login?to=docs" }],
  ]);
  expect(found("EVID-005", submission)).toEqual(["error PRODUCT.yaml:6:11 is a page to sign in on"]);
  expect(found("EVID-005", submission, { links })).toHaveLength(2);
});

test("EVID-006: a page for everything, and the path of another requirement or an older version", () => {
  const entry = (id: string, url: string): string => `    - id: ${id}\n      evidence: [${JSON.stringify(url)}]\n`;
  const page = "https://docs.acme.io/ai";
  const text = `spec:\n  all:\n${entry("gang_scheduling", page)}${entry("pod_autoscaling", page)}${entry("ai_inference", page)}`;
  const more =
    entry("dra_support", "https://acme.io/evidence/gang_scheduling/log") +
    entry("robust_controller", "https://acme.io/1.36/robust_controller") +
    entry("gpu_sharing", "https://acme.io/istio/1.28/gpu-sharing");
  expect(found("EVID-006", submitted(text + more, { directory: "v1.37/acme" }))).toEqual([
    "warn PRODUCT.yaml:4:18 the same evidence is given for 3 requirements: gang_scheduling, pod_autoscaling, ai_inference",
    "warn PRODUCT.yaml:10:18 evidence of dra_support is a path of gang_scheduling",
    "warn PRODUCT.yaml:12:18 evidence for 1.37 is a path of 1.36",
  ]);
});

test("EVID-007: documentation alone shows nothing; a log, a script or a page about a run may", () => {
  expect(found("EVID-007", claims(["https://docs.acme.io/gpu", "https://acme.io/blog/gpu"]))).toHaveLength(1);
  expect(found("EVID-007", claims(["https://docs.acme.io/gpu", "https://github.com/a/b/blob/main/run.log"]))).toEqual(
    [],
  );
  expect(found("EVID-007", claims(["https://docs.acme.io/ai-conformance/#secure"]))).toEqual([]);
  expect(found("EVID-007", claims(["https://docs.acme.io/gpu", "a.md"], { "a.md": "$ kubectl get nodes" }))).toEqual(
    [],
  );
});

test("EVID-008: what is written in the place of an output", () => {
  const files = { "a.md": "$ kubectl get pods\n**Expected Output:**\njob-xxxxx   Running\n...\nuse <your-token>\n" };
  expect(found("EVID-008", claims(["a.md"], files)).map((line) => line.split(" ")[1])).toEqual([
    "a.md:2:1",
    "a.md:3:1",
    "a.md:5:5",
    "a.md:4:1",
  ]);
  const honest = { "a.md": "job-4xkxx Running\nAKIAxxxxxxxxxxxx masked xxx\nWait... done\n<none>\n" };
  expect(found("EVID-008", claims(["a.md"], honest))).toEqual([]);
});

test("EVID-009: the cluster's own version decides; a client's, a chart's or a lower bound's does not", () => {
  const old = { "a.md": "Client Version: v1.37.0\nServer Version: v1.36.2\n" };
  expect(found("EVID-009", claims(["a.md"], old))).toEqual([
    "error a.md:2:18 a.md shows Kubernetes 1.36.2, and the folder is of 1.37",
  ]);
  const nodes = {
    "a.md": "Client Version: v1.36.0\nnode-1   Ready   control-plane   16m   v1.37.1   10.0.0.1\nchart 1.36.0\n",
  };
  expect(found("EVID-009", claims(["a.md"], nodes))).toEqual([]);
  const silent = { "a.md": "needs Kubernetes 1.29+ and istio v1.28.0\n" };
  expect(found("EVID-009", claims(["a.md"], silent))).toEqual([
    "warn PRODUCT.yaml:1:1 none of the 1 files given as evidence shows the version of the cluster",
  ]);
  const said = { "a.md": "on a Kubernetes 1.36 cluster\n" };
  expect(found("EVID-009", claims(["a.md"], said))[0]).toContain("warn a.md:1:17 a.md speaks of Kubernetes 1.36 only");
});

test("EVID-010: older than its release, or than a year", () => {
  const at = (day: string) =>
    claims(["a.md"], { "a.md": `${day}T10:00:00Z started\n2024-01-01T00:00:00Z node\n` }, "v1.35/acme");
  expect(found("EVID-010", at("2026-03-01"))).toEqual([]);
  expect(found("EVID-010", at("2025-12-01"))[0]).toContain("before Kubernetes 1.35 was released (2025-12-17)");
  expect(found("EVID-010", at("2026-03-01"), { today: "2027-05-01" })[0]).toContain("over a year ago");
  const smi = claims(["a.md"], { "a.md": "Thu Oct  2 12:34:56 2025\n" }, "v1.35/acme");
  expect(found("EVID-010", smi)[0]).toContain("ends on 2025-10-02");
});

test("EVID-011: secrets are told of without being told", () => {
  const secret = `AKIA${"Q7".repeat(8)}`;
  const files = {
    "a.md": `key ${secret}\n-----BEGIN RSA PRIVATE KEY-----\nfrom 10.1.2.3 by joe@acme.io, not 10.0.0.0/8\n`,
  };
  const submission = claims(["a.md"], files);
  expect(found("EVID-011", submission)).toEqual([
    "error a.md:2:1 a.md holds what looks like a private key",
    "error a.md:1:5 a.md holds what looks like an AWS access key",
    "warn a.md:3:6 a.md shows addresses of an internal network: 1",
    "warn a.md:3:18 a.md shows e-mail addresses: 1",
  ]);
  expect(JSON.stringify(evidence.flatMap((rule) => findings(rule, submission)))).not.toContain(secret);
});
