import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findRuns, removeRun } from "./clean.js";
import { Heartbeat } from "./heartbeat.js";
import type { Stopped } from "./interruption.js";
import { createNamespace } from "./namespace.js";
import { TestCluster } from "./testing.js";

const LEASES = "/apis/coordination.k8s.io/v1/namespaces/karat-dead/leases";
const CLASSES = "/apis/resource.k8s.io/v1/deviceclasses";
let cluster: TestCluster;
beforeEach(() => {
  vi.useFakeTimers();
  cluster = new TestCluster();
});
afterEach(() => vi.useRealTimers());

/** A run's namespaces and Lease, with somebody at work or without. */
async function run(id: string, alive: boolean): Promise<{ heartbeat: Heartbeat; lost: Stopped[] }> {
  const lost: Stopped[] = [];
  const home = `karat-${id}`;
  await createNamespace(cluster.kube, { name: home, run: id, podSecurity: "restricted" });
  const heartbeat = await Heartbeat.begin(cluster.kube, { id, home }, (reason) => lost.push(reason));
  await createNamespace(cluster.kube, { name: `${home}-c`, run: id, check: "r/c", podSecurity: "baseline" });
  if (!alive) await heartbeat.end();
  return { heartbeat, lost };
}

async function find(options: Parameters<typeof findRuns>[1] = {}): ReturnType<typeof findRuns> {
  const found = findRuns(cluster.kube, options);
  await vi.advanceTimersByTimeAsync(40_000);
  return found;
}

async function remove(found: Awaited<ReturnType<typeof find>>[number]): ReturnType<typeof removeRun> {
  const removed = removeRun(cluster.kube, found);
  await vi.advanceTimersByTimeAsync(10_000);
  return removed;
}

describe("findRuns", () => {
  test("tells the living from the dead by watching their Leases", async () => {
    const living = await run("alive", true);
    await run("dead", false);
    const waits: number[] = [];
    const found = await find({ onWait: (seconds) => waits.push(seconds) });
    expect(found.map(({ run, alive }) => [run, alive])).toEqual([
      ["alive", true],
      ["dead", false],
    ]);
    expect(waits).toEqual([30]);
    await living.heartbeat.end();
  });

  test("trusts no clock of the run's machine", async () => {
    const living = await run("alive", true);
    const lease = "/apis/coordination.k8s.io/v1/namespaces/karat-alive/leases/karat";
    // As written by a machine whose clock is a year behind.
    const spec = cluster.at(lease)?.["spec"];
    vi.spyOn(Date.prototype, "toISOString").mockReturnValue("2001-01-01T00:00:00.000Z");
    const found = find();
    await vi.advanceTimersByTimeAsync(40_000);
    vi.restoreAllMocks();
    expect((await found)[0]?.alive).toBe(true);
    expect(spec).toBeDefined();
    await living.heartbeat.end();
  });

  test("waits for nobody whose Lease the server last wrote long ago", async () => {
    await run("dead", false);
    await vi.advanceTimersByTimeAsync(3_700_000);
    const waits: number[] = [];
    const found = await findRuns(cluster.kube, { onWait: (seconds) => waits.push(seconds) });
    expect([found[0]?.alive, waits]).toEqual([false, []]);
  });

  test("takes a run that begins meanwhile for alive, and one that ends for gone", async () => {
    const ending = await run("dead", true);
    const found = findRuns(cluster.kube);
    await vi.advanceTimersByTimeAsync(1_000);
    await ending.heartbeat.end();
    for (const name of ["karat-dead", "karat-dead-c"]) {
      await cluster.kube.delete({ apiVersion: "v1", kind: "Namespace", name });
    }
    const begun = await run("new", true);
    await vi.advanceTimersByTimeAsync(40_000);
    expect((await found).map(({ run, alive }) => [run, alive])).toEqual([["new", true]]);
    await begun.heartbeat.end();
  });

  test("looks at one run only, and finds nothing of others", async () => {
    await run("dead", false);
    cluster.put("/api/v1/namespaces", { kind: "Namespace", metadata: { name: "theirs" } });
    expect(await find({ run: "other" })).toEqual([]);
    expect((await find({ run: "dead" })).map(({ run }) => run)).toEqual(["dead"]);
  });
});

describe("removeRun", () => {
  test("removes all of a dead run, what stands outside of its namespaces too, and only that", async () => {
    const { heartbeat } = await run("dead", true);
    await heartbeat.note("resource.k8s.io/v1", "DeviceClass");
    await heartbeat.end();
    const labels = { "karat.dev/run": "dead" };
    cluster.put(CLASSES, { kind: "DeviceClass", metadata: { name: "mine", labels } });
    cluster.put(CLASSES, { kind: "DeviceClass", metadata: { name: "theirs" } });
    const [found] = await find();
    if (!found) throw new Error("not found");
    expect(await remove(found)).toEqual({ run: "dead", outcome: "removed", left: [] });
    expect(cluster.left).toEqual([`${CLASSES}/theirs`]);
  });

  test("leaves a run alone that wakes up at the last moment, and stops one that wakes up later", async () => {
    const { lost } = await run("dead", false);
    const [found] = await find();
    if (!found) throw new Error("not found");
    cluster.put(LEASES, cluster.at(`${LEASES}/karat`) ?? {});
    expect((await remove(found)).outcome).toBe("alive");
    expect(lost).toEqual([]);

    const asleep = await run("asleep", true);
    const lease = "/apis/coordination.k8s.io/v1/namespaces/karat-asleep/leases";
    cluster.put(lease, { ...cluster.at(`${lease}/karat`), spec: { holderIdentity: "karat-clean-x" } });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(asleep.lost.map(({ kind, message }) => [kind, message])).toEqual([
      ["abort", "the run's Lease was taken away: somebody removed this run with `karat clean`"],
    ]);
  });

  test("says what it cannot remove", async () => {
    const { heartbeat } = await run("dead", true);
    await heartbeat.end();
    cluster.stuck.add("p");
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "karat-dead-c" },
      spec: { containers: [] },
    };
    await cluster.kube.request("POST", "/api/v1/namespaces/karat-dead-c/pods", { body: pod });
    const [found] = await find();
    if (!found) throw new Error("not found");
    const removed = removeRun(cluster.kube, found);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await removed).toMatchObject({ outcome: "left", left: [expect.stringContaining("Pod karat-dead-c/p")] });
    expect(cluster.left).toContain("/api/v1/namespaces/karat-dead");
  });
});

describe("a heartbeat", () => {
  test("renews every few seconds, and bears a server that refuses for a moment", async () => {
    const { heartbeat, lost } = await run("alive", true);
    const puts = (): number => cluster.requests.filter((request) => request.startsWith("PUT")).length;
    const taken = puts();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(puts() - taken).toBe(2);
    cluster.trouble = (method) => (method === "PUT" ? { status: 503, headers: {}, body: {} } : undefined);
    await vi.advanceTimersByTimeAsync(15_000);
    cluster.trouble = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lost).toEqual([]);
    cluster.trouble = (method) => (method === "PUT" ? { status: 403, headers: {}, body: {} } : undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toHaveLength(1);
    expect(lost[0]?.message).toContain("cannot be renewed");
    await heartbeat.end();
  });

  test("goes on when the answer to its own write was lost", async () => {
    const { heartbeat, lost } = await run("dead", true);
    // The write took place; the client did not hear of it and writes again with the old resourceVersion.
    cluster.put(LEASES, cluster.at(`${LEASES}/karat`) ?? {});
    await vi.advanceTimersByTimeAsync(11_000);
    expect(lost).toEqual([]);
    await heartbeat.end();
  });
});
