import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import { type ApiObject, connect, type Kube } from "../../src/kube/index.js";
import { PROBE_IMAGE } from "../../src/lab/images/names.js";
import { labNames } from "../../src/lab/names.js";
import type { LabStatus } from "../../src/lab/status.js";
import { RecordReader } from "../../src/record/reader.js";
import { EVERY_RUN, KARAT, MANAGED_BY } from "../../src/run/owner.js";
import { checklistOf } from "./checklist.js";
import { karat, karatOk, type Outcome } from "./karat.js";

/**
 * Clusters that make an experiment impossible, each in another way: what could not be shown is inconclusive with its
 * cause, nobody is blamed, the run ends within its deadlines, and nothing is left behind.
 */
const LAB = "clusters";
const BARE = "bare";
const { kubeconfig } = labNames(LAB);
let folder: string;
let kube: Kube;
let number = 0;
/** Takes back what a test has done to the cluster. */
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-clusters-"));
  for (const lab of [LAB, BARE]) await karatOk(["lab", "down", lab]);
  await karatOk(["lab", "up", LAB]);
  kube = connect({ kubeconfig });
}, 300_000);

afterAll(async () => {
  await kube?.close();
  for (const lab of [LAB, BARE]) await karat(["lab", "down", lab]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  await karatOk(["clean", "--kubeconfig", kubeconfig]);
  expect(await namespaces()).toEqual([]);
}, 400_000);

async function namespaces(): Promise<string[]> {
  const { items } = await kube.list("/api/v1/namespaces", { labelSelector: EVERY_RUN });
  return items.map(({ metadata }) => String(metadata.name));
}

/** Creates objects, and deletes them after the test. */
async function given(...objects: ApiObject[]): Promise<void> {
  for (const object of objects) {
    const { status, body } = await kube.create(object);
    expect(status, JSON.stringify(body)).toBe(201);
    const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: ApiObject };
    const { name, namespace } = metadata as { name: string; namespace?: string };
    undo.push(() => kube.delete({ apiVersion, kind, name, ...(namespace ? { namespace } : {}) }));
  }
}

interface Ran extends Outcome {
  dir: string;
  /** By check id; of those that were left out nothing. */
  checks: Record<string, { verdict: string; reason: string }>;
}

/** A whole run against these requirements, with what came of each check. */
async function ran(
  requirements: readonly string[],
  args: readonly string[] = [],
  options: Parameters<typeof karat>[1] & { at?: string } = {},
): Promise<Ran> {
  const dir = join(folder, String(number++));
  const at = ["--kubeconfig", options.at ?? kubeconfig, "--checklist", checklistOf(folder, requirements)];
  const outcome = await karat(["run", ...at, ...args, "-o", dir], options);
  return { ...outcome, dir, checks: existsSync(dir) ? verdictsIn(dir) : {} };
}

function verdictsIn(dir: string): Ran["checks"] {
  const checks = new RecordReader(dir).state().requirements.flatMap((requirement) => requirement.checks);
  const tried = checks.filter(({ verdict }) => verdict !== "skip");
  return Object.fromEntries(tried.map(({ plan, verdict, reason }) => [plan.id, { verdict, reason }]));
}

/** Every check is inconclusive, and these causes are named by one at least; the record bears it out. */
async function expectInconclusive({ code, stderr, checks, dir }: Ran, ...causes: RegExp[]): Promise<void> {
  const why = Object.entries(checks).map(([id, { verdict, reason }]) => `${id}: ${verdict}: ${reason}`);
  const told = [...why, stderr].join("\n");
  expect(code, told).toBe(3);
  expect([...new Set(Object.values(checks).map(({ verdict }) => verdict))], told).toEqual(["inconclusive"]);
  for (const cause of causes) expect(told).toMatch(cause);
  await karatOk(["verify", dir]);
}

/** The one control and an experiment that rests on it. */
const FEW = ["--only", "dra_support/plain-pod,dra_support/named-device"];

/** Does something to each namespace of a run as soon as it is there, as a platform's controllers do. */
async function inEachNamespace(act: (namespace: string) => Promise<unknown>): Promise<void> {
  const done = new Set<string>();
  const over = new AbortController();
  const store = kube.store("/api/v1/namespaces", { labelSelector: EVERY_RUN });
  await store.ready();
  const fresh = (): string | undefined =>
    store.items().map(({ metadata }) => String(metadata.name)).find((name) => !done.has(name)); // prettier-ignore
  const working = (async () => {
    for (;;) {
      const name = await store.until(fresh, { timeoutMs: 600_000, signal: over.signal });
      if (name === undefined) continue;
      done.add(name);
      await act(name);
    }
  })().catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  undo.push(async () => {
    over.abort();
    await working;
    store.close();
  });
}

/** An admission policy for the pods of runs; back when the API server acts by it. */
async function policy(kind: "Validating" | "Mutating", spec: ApiObject): Promise<void> {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const name = "test-pods-of-runs";
  const resourceRules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }];
  const matchConstraints = { resourceRules, objectSelector: { matchLabels: { [MANAGED_BY]: KARAT } } };
  await given(
    { apiVersion, kind: `${kind}AdmissionPolicy`, metadata: { name }, spec: { ...spec, matchConstraints } },
    { apiVersion, kind: `${kind}AdmissionPolicyBinding`, metadata: { name }, spec: bindingOf(kind, name) },
  );
  const probe = { ...pod("policy-probe", "true"), metadata: { name: "policy-probe", labels: { [MANAGED_BY]: KARAT } } };
  const acts = async (): Promise<boolean> => {
    const query = { dryRun: "All" };
    const { status, body } = await kube.request("POST", "/api/v1/namespaces/default/pods", { body: probe, query });
    return status !== 201 || JSON.stringify(body["spec"].containers[0].command) !== JSON.stringify(command("true"));
  };
  await expect.poll(acts, { timeout: 60_000, interval: 500 }).toBe(true);
}

function bindingOf(kind: "Validating" | "Mutating", policyName: string): ApiObject {
  return { policyName, ...(kind === "Validating" ? { validationActions: ["Deny"] } : {}) };
}

const command = (script: string): string[] => ["sh", "-c", script];

function pod(name: string, script: string): ApiObject {
  const containers = [{ name: "main", image: PROBE_IMAGE, command: command(script) }];
  const spec = { terminationGracePeriodSeconds: 0, containers };
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", labels: { app: name } }, spec };
}

/** A Service whose pod does this with each connection to port 9090. */
async function service(name: string, script: string): Promise<void> {
  const spec = { selector: { app: name }, ports: [{ port: 9090 }] };
  const serve = `echo '#!/bin/sh' > /tmp/serve; echo "$SCRIPT" >> /tmp/serve; chmod +x /tmp/serve; nc -ll -p 9090 -e /tmp/serve`;
  const serving = pod(name, serve);
  serving["spec"].containers[0].env = [{ name: "SCRIPT", value: script }];
  await given(serving, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec,
  });
  const running = async () => (await kube.get(`/api/v1/namespaces/default/pods/${name}`))?.["status"].phase;
  await expect.poll(running, { timeout: 60_000 }).toBe("Running");
}

describe("a cluster", () => {
  test("without accelerators: nothing is shown, and it says what was looked for", async () => {
    await karatOk(["lab", "up", BARE, "--nodes", "1", "--devices", "0"]);
    const bare = await ran(["dra_support", "secure_accelerator_access", "gang_scheduling"], [], {
      at: labNames(BARE).kubeconfig,
    });
    await karatOk(["lab", "down", BARE]);
    expect(bare.code).toBe(3);
    const { verdict, reason } = bare.checks["gang_scheduling/all-or-nothing"] ?? {};
    expect(verdict).toBe("inconclusive");
    expect(reason).toMatch(/accelerator/);
    const verdicts = new RecordReader(bare.dir).state().requirements.map((requirement) => requirement.verdict);
    expect(verdicts).not.toContain("pass");
    expect(verdicts).not.toContain("fail");
  });

  test("that forbids everything: nothing is begun, and the rules that lack are enough", async () => {
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "nobody", namespace: "default" } };
    await given(account);
    const path = "/api/v1/namespaces/default/serviceaccounts/nobody/token";
    const { body } = await kube.request("POST", path, {
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    });
    const config = parse(readFileSync(kubeconfig, "utf8")) as { users: { user: object }[] };
    config.users[0]!.user = { token: body["status"].token as string };
    const at = join(folder, "nobody.kubeconfig");
    writeFileSync(at, stringify(config), { mode: 0o600 });
    const refused = await ran(["dra_support"], FEW, { at });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("system:serviceaccount:default:nobody may not do what the planned checks do");
    expect(existsSync(refused.dir)).toBe(false);
    const rules = parseAllDocuments(refused.stderr.slice(refused.stderr.indexOf("apiVersion:")));
    await given(...rules.map((document) => document.toJS() as ApiObject));
    const allowed = await ran(["dra_support"], FEW, { at });
    expect(allowed.code, allowed.stderr).toBe(3);
    expect(Object.values(allowed.checks).map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
  });

  test.each([
    ["ahead", 3_600_000],
    ["behind", -3_600_000],
  ])("whose clock our own is an hour %s of: everything is shown as ever", async (_, by) => {
    const shift = `const R=Date;globalThis.Date=class extends R{constructor(...a){a.length?super(...a):super(R.now()+${by})}static now(){return R.now()+${by}}}`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shift)}` };
    const { code, stderr, checks, dir } = await ran(["dra_support", "gang_scheduling"], [], { env });
    expect(code, `${JSON.stringify(checks)}\n${stderr}`).toBe(0);
    expect(Math.abs(Date.now() + by - Date.parse(new RecordReader(dir).state().startedAt))).toBeLessThan(600_000);
  });

  test("whose admission refuses the pods: inconclusive, in its words", async () => {
    const validations = [{ expression: "false", message: "no pods of strangers today" }];
    await policy("Validating", { validations });
    await expectInconclusive(await ran(["dra_support"], FEW), /no pods of strangers today/);
  });

  test("whose quota is full before the last pod: inconclusive, and says whose quota", async () => {
    // As many as the check first makes and waits for: the quota is there long before the pod that is one too many.
    await inEachNamespace((namespace) =>
      kube.create({
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "no-more", namespace },
        spec: { hard: { pods: "2" } },
      }),
    );
    const { code, stderr, checks, dir } = await ran(["dra_support"], ["--only", "dra_support/one-more-waits"]);
    const { verdict, reason } = checks["dra_support/one-more-waits"]!;
    expect(verdict, `${reason}\n${stderr}`).toBe("inconclusive");
    expect(reason).toMatch(/exceeded quota: no-more/);
    expect(code).toBe(3);
    await karatOk(["verify", dir]);
  });

  test("where a namespace cannot end: the verdict holds, what is left is named, and clean removes it", async () => {
    const [apiVersion, kind, name] = ["v1", "ConfigMap", "stays"];
    const held: string[] = [];
    await inEachNamespace(async (namespace) => {
      const metadata = { name, namespace, finalizers: ["test.karat.dev/stays"] };
      const { status } = await kube.create({ apiVersion, kind, metadata });
      if (status === 201) held.push(namespace);
    });
    const { code, stderr, checks, dir } = await ran(["dra_support"], ["--only", "dra_support/plain-pod"]);
    expect(checks["dra_support/plain-pod"]?.verdict).toBe("pass");
    expect(code).toBe(3);
    const { run } = new RecordReader(dir).state();
    expect(stderr).toContain(`karat clean --run ${run}`);
    expect(held.length).toBeGreaterThan(0);
    for (const namespace of held) {
      const contentType = "application/merge-patch+json";
      await kube.patch({ apiVersion, kind, name, namespace }, { metadata: { finalizers: null } }, { contentType });
    }
  });

  test("that cannot pull the image: inconclusive, long before any deadline, with what to do", async () => {
    const began = Date.now();
    const outcome = await ran(["dra_support"], [...FEW, "--image", "registry.invalid/none:1"]);
    await expectInconclusive(outcome, /registry\.invalid\/none:1/, /--image/);
    expect(Date.now() - began).toBeLessThan(90_000);
  });

  test("whose node vanishes with the pods on it: inconclusive", async () => {
    const { stdout } = await karat(["lab", "status", LAB, "--output", "json"]);
    const { nodes } = JSON.parse(stdout) as LabStatus;
    const running = nodes[0]!.processes.flatMap(({ pid }) => pid ?? []);
    undo.push(() => karatOk(["lab", "up", LAB]));
    const begun = (child: ChildProcess): void => {
      child.stdout?.on("data", vanish);
    };
    let gone: Promise<unknown> | undefined;
    const vanish = (): void => {
      gone ??= (async () => {
        await expect.poll(podsOnFirst, { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);
        for (const pid of running) process.kill(pid, "SIGKILL");
        await kube.delete({ apiVersion: "v1", kind: "Node", name: nodes[0]!.name });
      })();
    };
    const podsOnFirst = async (): Promise<number> => {
      const { items } = await kube.list("/api/v1/pods", { labelSelector: `${MANAGED_BY}=${KARAT}` });
      return items.filter(({ spec }) => spec.nodeName === nodes[0]!.name).length;
    };
    const outcome = await ran(["dra_support"], ["--only", "dra_support/named-device"], { onStart: begun });
    await gone;
    await expectInconclusive(outcome, /dra_support\/named-device/);
  });

  test.each([
    ["answers garbage", `printf 'HTTP/1.0 200 OK\\r\\n\\r\\n{"status":"success","data":[[['`],
    ["never answers", "sleep 600"],
  ])("whose Prometheus %s: inconclusive", async (name, script) => {
    const slug = name.replaceAll(" ", "-");
    await service(slug, script);
    const began = Date.now();
    const outcome = await ran(["ai_service_metrics"], ["--prometheus", `default/${slug}:9090`]);
    expect(outcome.code, outcome.stderr).toBe(3);
    const { verdict, reason } = outcome.checks["ai_service_metrics/exact-count"] ?? {};
    expect(verdict).toBe("inconclusive");
    expect(reason).toContain(`default/${slug}`);
    expect(Date.now() - began).toBeLessThan(180_000);
  });

  test("where a pod writes 200 MB: inconclusive, and neither memory nor record grow with it", async () => {
    const flood = command("head -c 209715200 /dev/zero | tr '\\\\0' x; sleep 600");
    const expression = `[JSONPatch{op: "replace", path: "/spec/containers/0/command", value: ${JSON.stringify(flood)}}]`;
    await policy("Mutating", {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }],
    });
    const outcome = await ran(["dra_support"], FEW);
    await expectInconclusive(outcome, /log|line/);
    const events = [...new RecordReader(outcome.dir).events()];
    const finished = events.findLast(({ type }) => type === "run.finished");
    if (finished?.type !== "run.finished") throw new Error("the run did not finish");
    expect(finished.cost?.memoryMiB).toBeLessThan(250);
    expect(finished.cost?.bytes.received).toBeLessThan(10 * 1024 ** 2);
  });
});

describe("two runs at once", () => {
  test("come to the same as each alone, one after the other", async () => {
    const requirements = ["dra_support", "gang_scheduling", "secure_accelerator_access"];
    const both = await Promise.all([ran(requirements), ran(requirements)]);
    for (const { code, stderr, checks } of both) expect(code, `${JSON.stringify(checks)}\n${stderr}`).toBe(0);
    expect(both.some(({ stderr }) => stderr.includes("waiting for run"))).toBe(true);
  });
});
