import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connect, type Kube } from "../../src/kube/index.js";
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
let chosen: string[];
let folder: string;
let kube: Kube;
let number = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-runner-"));
  chosen = ["--checklist", checklistOf(folder, REQUIREMENTS)];
  await karatOk(["lab", "up", LAB]);
  kube = connect({ kubeconfig });
}, 300_000);

afterAll(async () => {
  await kube?.close();
  await karat(["lab", "down", LAB]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

afterEach(async () => {
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
  return { child, ended };
}

/** Starts the API server again, and waits until the nodes have reported to it and know of new Services. */
async function serveAgain(lab: Lab): Promise<void> {
  await lab.restartComponent("kube-apiserver");
  // Controllers end themselves when they cannot renew their Leases; a real cluster starts them again.
  await karatOk(["lab", "up", LAB]);
  // Left to itself kube-proxy may take half a minute to look for the server again (client-go's reflector backs off).
  await Promise.all(lab.nodes.map(({ name }) => lab.restartOnNode(name, "kube-proxy")));
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

/** Every check passes, the record is whole and judged the same again. */
async function expectPassed(dir: string, outcome: Outcome): Promise<void> {
  const why = checks(dir).map(({ plan, verdict, reason }) => `${plan.id}: ${verdict}: ${reason}`);
  expect(outcome.code, [...why, outcome.stderr].join("\n")).toBe(0);
  await karatOk(["verify", dir]);
}

describe("killed", () => {
  test("ten times at random: resumed, it repeats nothing that has ended and comes to the same", async () => {
    const dir = fresh();
    const ended = new Map<string, number>();
    for (let kill = 0; kill < 10; kill++) {
      const args = existsSync(join(dir, "events.ndjson")) ? ["--resume", dir] : [...chosen, "-o", dir];
      const { child, ended: end } = begin(args);
      setTimeout(() => child.kill("SIGKILL"), 1_000 + Math.random() * 12_000).unref();
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
    const stopped = begin([...chosen, "-o", dir]);
    await reached(dir, "check.observed", 8, stopped.ended);
    stopped.child.kill(signal);
    expect((await stopped.ended).code).toBe(3);
    expect(state(dir)).toMatchObject({ finished: false, interruptedBy: signal });
    for (const { attempt, cleaned } of checks(dir)) if (attempt > 0) expect(cleaned?.ok).toBe(true);
    await expectPassed(dir, await run(["--resume", dir]));
  });

  test("a second Ctrl-C leaves at once, and says how to clean", async () => {
    const dir = fresh();
    const stopped = begin([...chosen, "-o", dir]);
    await reached(dir, "check.observed", 8, stopped.ended);
    stopped.child.kill("SIGINT");
    await sleep(150);
    const second = Date.now();
    stopped.child.kill("SIGINT");
    const outcome = await stopped.ended;
    expect(Date.now() - second).toBeLessThan(2_000);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain(`karat clean --run ${state(dir).run}`);
    await karatOk(["clean", "--kubeconfig", kubeconfig, "--run", state(dir).run]);
    expect(await namespaces()).toEqual([]);
  });
});

describe("without its API server", () => {
  test("for 20 s: the run goes on by itself", async () => {
    const dir = fresh();
    const lab = await openLab(LAB);
    const going = run([...chosen, "-o", dir]);
    await reached(dir, "check.observed", 8, going);
    await stop(LAB, "kube-apiserver");
    await sleep(20_000);
    await serveAgain(lab);
    const outcome = await going;
    // A watch that had to begin anew proves nothing about its gap: such a check is inconclusive, never failed.
    expect(checks(dir).map(({ verdict }) => verdict)).not.toContain("fail");
    expect(state(dir).finished, outcome.stderr).toBe(true);
    await karatOk(["verify", dir]);
  });

  test("for good: it ends, blames nobody, and goes on when the server is back", async () => {
    const dir = fresh();
    const lab = await openLab(LAB);
    const going = run([...chosen, "-o", dir]);
    await reached(dir, "check.observed", 8, going);
    await stop(LAB, "kube-apiserver");
    const outcome = await going;
    await serveAgain(lab);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain("karat run --resume");
    expect(checks(dir).map(({ verdict }) => verdict)).not.toContain("fail");
    await expectPassed(dir, await run(["--resume", dir]));
  });
});
