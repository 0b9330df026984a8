import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connect, type Kube } from "../../src/kube/index.js";
import { ContentType } from "../../src/kube/request.js";
import { openLab, type Lab } from "../../src/lab/lab.js";
import { labNames } from "../../src/lab/names.js";
import { stop } from "../../src/lab/process.js";
import { RecordReader } from "../../src/record/reader.js";
import { EVERY_RUN } from "../../src/run/owner.js";
import { checklistOf } from "./checklist.js";
import { karat, karatOk, type Outcome } from "./karat.js";

/**
 * The runner against a real cluster that is taken away from it, and a runner that is taken away from its cluster: no
 * verdict is made up, nothing that has ended runs twice, nothing is left behind, and nobody else's run is touched.
 */
const LAB = "runner";
const { kubeconfig } = labNames(LAB);
/** Waits in them that are long enough to be hit: a claim that waits, a gang that waits. */
const REQUIREMENTS = ["dra_support", "gang_scheduling"];
/** One for each node, both with such waits. */
const TWO = ["--only", "dra_support/one-more-waits,gang_scheduling/all-or-nothing"];
/** Seconds. An API server lingers for its clients, up to the lab's grace; here it crashes. */
const AT_ONCE = 0.1;
const children = new Set<ChildProcess>();
let chosen: string[];
let folder: string;
let kube: Kube;
let number = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-runner-"));
  chosen = ["--checklist", checklistOf(folder, REQUIREMENTS)];
  // Of a test run that was killed.
  await karatOk(["lab", "down", LAB]);
  await karatOk(["lab", "up", LAB]);
  kube = connect({ kubeconfig });
}, 300_000);

afterAll(async () => {
  await kube?.close();
  await karat(["lab", "down", LAB]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

afterEach(async () => {
  // What a test that failed had begun, or had taken away.
  for (const child of children) child.kill("SIGKILL");
  await karatOk(["lab", "up", LAB]);
  await karatOk(["clean", "--kubeconfig", kubeconfig]);
  expect(await namespaces()).toEqual([]);
  expect(await claims()).toEqual([]);
}, 300_000);

const fresh = (): string => join(folder, String(number++));
const run = (args: string[]): Promise<Outcome> => begin(args).ended;
const state = (dir: string) => new RecordReader(dir).state();
const checks = (dir: string) => state(dir).requirements.flatMap((requirement) => requirement.checks);

/** A run to interfere with. */
function begin(args: string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  let child: ChildProcess | undefined;
  const ended = karat(["run", "--kubeconfig", kubeconfig, ...args], { onStart: (started) => (child = started) });
  if (!child) throw new Error("karat did not start");
  children.add(child);
  return { child, ended };
}

/** Starts the API server again, and waits until the nodes have reported to it; controllers may still be looking for it. */
async function serveAgain(lab: Lab): Promise<void> {
  await lab.restartComponent("kube-apiserver");
  await karatOk(["lab", "up", LAB]);
  await expect
    .poll(
      async () => {
        const { items } = await kube.list("/api/v1/nodes");
        const conditions = items.flatMap(({ status }) => status.conditions as { type: string; status: string }[]);
        return conditions.filter(({ type, status }) => type === "Ready" && status === "True").length === items.length;
      },
      { timeout: 120_000, interval: 1_000 },
    )
    .toBe(true);
}

async function post(path: string, body: object): Promise<void> {
  const answer = await kube.request("POST", path, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

/** Resolves when the process has written this to stderr. */
function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    let all = "";
    child.stderr?.on("data", (more: string) => {
      all += more;
      if (all.includes(text)) resolve();
    });
  });
}

async function namespaces(): Promise<string[]> {
  const { items } = await kube.list("/api/v1/namespaces", { labelSelector: EVERY_RUN });
  return items.map(({ metadata }) => String(metadata.name));
}

async function claims(): Promise<string[]> {
  const { items } = await kube.list("/apis/resource.k8s.io/v1/resourceclaims");
  return items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** Resolves when the record tells of so many events of a type; rejects when the run ends before. */
async function reached(dir: string, type: string, times: number, ended: Promise<unknown>): Promise<void> {
  let over = false;
  void ended.finally(() => (over = true));
  for (;;) {
    const file = join(dir, "events.ndjson");
    const found = existsSync(file) ? readFileSync(file, "utf8").split(`"type":"${type}"`).length - 1 : 0;
    if (found >= times) return;
    if (over) throw new Error(`the run ended with ${found} events of ${type}`);
    await sleep(50);
  }
}

/** The run has ended, every check that was chosen passes, the record is whole and judged the same again. */
async function expectPassed(dir: string, outcome: Outcome): Promise<void> {
  const ran = checks(dir).filter(({ verdict }) => verdict !== "skip");
  const why = [...ran.map(({ plan, verdict, reason }) => `${plan.id}: ${verdict}: ${reason}`), outcome.stderr];
  expect(state(dir).finished, why.join("\n")).toBe(true);
  expect(new Set(ran.map(({ verdict }) => verdict)), why.join("\n")).toEqual(new Set(["pass"]));
  await karatOk(["verify", dir]);
}

describe("killed", () => {
  test("ten times at random: resumed, it repeats nothing that has ended and comes to the same", async () => {
    const dir = fresh();
    const ended = new Map<string, number>();
    for (let kill = 0; kill < 10; kill++) {
      const args = existsSync(join(dir, "events.ndjson")) ? ["--resume", dir] : [...chosen, "-o", dir];
      const { child, ended: end } = begin(args);
      setTimeout(() => child.kill("SIGKILL"), 1_000 + Math.random() * 8_000).unref();
      const outcome = await end;
      if (!existsSync(join(dir, "events.ndjson"))) {
        rmSync(dir, { recursive: true, force: true });
        continue;
      }
      for (const { plan, attempt, judgement } of checks(dir)) {
        if (!judgement) continue;
        expect(ended.get(plan.id) ?? attempt, `${plan.id} was repeated`).toBe(attempt);
        ended.set(plan.id, attempt);
      }
      if (outcome.code === 0) break;
    }
    await expectPassed(dir, await run(["--resume", dir]));
  });

  test("and never resumed: clean finds it, and touches no run that lives", async () => {
    const [dead, living] = [fresh(), fresh()];
    const killed = begin([...chosen, "-o", dead]);
    await reached(dead, "check.observed", 5, killed.ended);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const alive = run(["--only", "gang_scheduling/all-or-nothing", "--timeout-factor", "3", "-o", living]);
    await reached(living, "check.started", 1, alive);
    const cleaning = await karat(["clean", "--kubeconfig", kubeconfig, "--output", "json"]);
    const { runs } = JSON.parse(cleaning.stdout) as { runs: { run: string; outcome: string }[] };
    expect(runs).toContainEqual(expect.objectContaining({ run: state(dead).run, outcome: "removed" }));
    expect(runs.filter(({ run }) => run === state(living).run).every(({ outcome }) => outcome === "alive")).toBe(true);
    await alive;
    // The dead run's pods may have held the devices when the other one looked for free ones.
    expect(checks(living).map(({ interruption }) => interruption)).not.toContainEqual(expect.anything());
  });
});

describe("stopped by hand", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s cleans up, and the run can go on", async (signal) => {
    const dir = fresh();
    const stopped = begin([...chosen, ...TWO, "-o", dir]);
    await reached(dir, "check.observed", 8, stopped.ended);
    stopped.child.kill(signal);
    expect((await stopped.ended).code).toBe(3);
    expect(state(dir)).toMatchObject({ finished: false, interruptedBy: signal });
    for (const { attempt, cleaned } of checks(dir)) if (attempt > 0) expect(cleaned?.ok).toBe(true);
    await expectPassed(dir, await run(["--resume", dir]));
  });

  test("a second Ctrl-C leaves at once, and says how to clean", async () => {
    const dir = fresh();
    const { child, ended } = begin([...chosen, "-o", dir]);
    await reached(dir, "check.observed", 8, ended);
    const { namespace } = checks(dir).find(({ attempt, judgement }) => attempt > 0 && !judgement) ?? {};
    // Clean-up cannot end before it is taken away.
    const [collection, finalizer] = [`/api/v1/namespaces/${namespace}/pods`, "test.karat.dev/stays"];
    const spec = { schedulingGates: [{ name: finalizer }], containers: [{ name: "c", image: "none" }] };
    await post(collection, { metadata: { name: "stays", finalizers: [finalizer] }, spec });
    try {
      const asked = said(child, "once more leaves at once");
      child.kill("SIGINT");
      await asked;
      const second = Date.now();
      child.kill("SIGINT");
      const outcome = await ended;
      expect(Date.now() - second).toBeLessThan(2_000);
      expect(outcome.code).toBe(3);
      expect(outcome.stderr).toContain(`karat clean --run ${state(dir).run}`);
    } finally {
      await kube.patch(
        { apiVersion: "v1", kind: "Pod", namespace: String(namespace), name: "stays" },
        { metadata: { finalizers: null } },
        { contentType: ContentType.MergePatch },
      );
    }
    await karatOk(["clean", "--kubeconfig", kubeconfig, "--run", state(dir).run]);
    expect(await namespaces()).toEqual([]);
  });
});

describe("without its API server", () => {
  // The moments fall into different waits: pods that start, a claim or a gang that must wait, one that gets its room.
  test.each([
    ["at the start", 8],
    ["in the middle", 20],
  ])("for a while %s: the run goes on by itself, and judges nothing by it", async (_when, observed) => {
    const dir = fresh();
    const lab = await openLab(LAB);
    const going = run([...chosen, ...TWO, "-o", dir]);
    await reached(dir, "check.observed", observed, going);
    await stop(LAB, "kube-apiserver", AT_ONCE);
    await sleep(10_000);
    await serveAgain(lab);
    const outcome = await going;
    await expectPassed(dir, outcome);
    expect(checks(dir).map(({ attempt }) => attempt)).toContain(2);
  });

  test("for good: it ends, blames nobody, and goes on when the server is back", async () => {
    const dir = fresh();
    const lab = await openLab(LAB);
    const going = run([...chosen, ...TWO, "-o", dir]);
    await reached(dir, "check.observed", 8, going);
    await stop(LAB, "kube-apiserver", AT_ONCE);
    const outcome = await going;
    await serveAgain(lab);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain("karat run --resume");
    expect(checks(dir).map(({ verdict }) => verdict)).not.toContain("fail");
    await expectPassed(dir, await run(["--resume", dir]));
  });
});
