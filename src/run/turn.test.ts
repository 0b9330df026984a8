import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Heartbeat } from "./heartbeat.js";
import { createNamespace } from "./namespace.js";
import { TestCluster } from "./testing.js";
import { awaitTurn, type Turn } from "./turn.js";

let cluster: TestCluster;
let beating: Heartbeat[];
beforeEach(() => {
  vi.useFakeTimers();
  cluster = new TestCluster();
  beating = [];
});
afterEach(async () => {
  for (const heartbeat of beating) await heartbeat.end();
  vi.useRealTimers();
});

/** A run that is at work: its home, and a Lease that is renewed. */
async function run(id: string): Promise<Heartbeat> {
  const home = `karat-${id}`;
  await createNamespace(cluster.kube, { name: home, run: id, podSecurity: "restricted" });
  const heartbeat = await Heartbeat.begin(cluster.kube, { id, home }, () => {});
  beating.push(heartbeat);
  return heartbeat;
}

async function ends(id: string): Promise<void> {
  await cluster.kube.delete({ apiVersion: "v1", kind: "Namespace", name: `karat-${id}` });
}

/** Begins to wait; `over` says whether that has ended, and how. */
function waiting(turn: Turn): { told: string[]; over: () => boolean | undefined } {
  const told: string[] = [];
  let result: boolean | undefined;
  void awaitTurn(cluster.kube, { ...turn, onWait: (other) => told.push(other) }).then((waited) => (result = waited));
  return { told, over: () => result };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

test("who is alone does not wait", async () => {
  await run("mine");
  const [outside, inLine] = [waiting({ own: "mine" }), waiting({ own: "mine", inLine: true })];
  await seconds(0.1);
  expect([outside.over(), inLine.over()]).toEqual([false, false]);
});

test("a run that is at work is waited for, for as long as it takes, and named once", async () => {
  await run("other");
  const { told, over } = waiting({});
  await seconds(600);
  expect(over()).toBeUndefined();
  await ends("other");
  await seconds(10);
  expect(over()).toBe(true);
  expect(told).toEqual(["other"]);
});

test("of those in line the one that took its Lease first goes first", async () => {
  for (const id of ["z", "a", "m"]) await run(id);
  const lines = ["a", "z", "m"].map((own) => waiting({ own, inLine: true }));
  await seconds(60);
  expect(lines.map(({ over }) => over())).toEqual([undefined, false, undefined]);
  await ends("z");
  await seconds(10);
  expect(lines.map(({ over }) => over())).toEqual([true, false, undefined]);
});

test("one that is about to take its Lease may be before us", async () => {
  await run("mine");
  await createNamespace(cluster.kube, { name: "karat-other", run: "other", podSecurity: "restricted" });
  const { over } = waiting({ own: "mine", inLine: true });
  await seconds(5);
  expect(over()).toBeUndefined();
  beating.push(await Heartbeat.begin(cluster.kube, { id: "other", home: "karat-other" }, () => {}));
  await seconds(5);
  expect(over()).toBe(true);
});

test("of any that begin at once never two are at work", async () => {
  let working = 0;
  let most = 0;
  const ids = Array.from({ length: 6 }, (_, at) => `r${at}`);
  const all = ids.map(async (id) => {
    await run(id);
    await awaitTurn(cluster.kube, { own: id, inLine: true });
    most = Math.max(most, ++working);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    working--;
    await ends(id);
  });
  await seconds(300);
  await Promise.all(all);
  expect(most).toBe(1);
});

test("one that was killed holds nobody up for long", async () => {
  const heartbeat = await run("killed");
  await heartbeat.end();
  const { over } = waiting({});
  await seconds(25);
  expect(over()).toBeUndefined();
  await seconds(15);
  expect(over()).toBe(true);
});

test("waiting ends when it is stopped", async () => {
  await run("other");
  const stopping = new AbortController();
  const stopped = awaitTurn(cluster.kube, { signal: stopping.signal });
  const expected = expect(stopped).rejects.toThrow("enough");
  await seconds(10);
  stopping.abort(new Error("enough"));
  await expected;
});
