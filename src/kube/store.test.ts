import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.js";
import type { Kube } from "./client.js";
import type { ApiObject } from "./object.js";
import type { Store } from "./store.js";
import { base64, kubeconfigText, scratch, shorten, startServer, type TestServer } from "./testing.js";
import { TestCollection, type Trouble } from "./testing-collection.js";

const PATH = "/api/v1/namespaces/n/configmaps";

let folder: ReturnType<typeof scratch>;
let collection: TestCollection;
let server: TestServer;
let kube: Kube;
let restore: () => void;
const start = async (): Promise<void> => {
  collection = new TestCollection();
  server = await startServer(collection.handler);
  const text = kubeconfigText({ server: server.url, "certificate-authority-data": base64(server.ca) });
  kube = connect({ kubeconfig: folder.file("config", text) });
};
const stop = async (): Promise<void> => {
  await kube.close();
  await server.close();
};
beforeEach(async () => {
  folder = scratch();
  restore = shorten({
    backoffFirst: 5,
    backoffLongest: 20,
    watchSilence: 600,
    watchLag: 100,
    watchConfirm: 40,
    lost: 500,
  });
  await start();
});
afterEach(async () => {
  await stop();
  restore();
  folder.remove();
});

/** A store whose stream stands. */
const watched = async (selectors = {}): Promise<Store> => {
  const store = kube.store(PATH, selectors);
  await store.ready();
  while (collection.open === 0) await soon(2);
  return store;
};

const has = (name: string) => (store: Store) => store.get({ namespace: "n", name });
const soon = (milliseconds = 30) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("waiting", () => {
  it("returns what the predicate returned, at once when it holds", async () => {
    collection.put("a", { k: "v" });
    const store = kube.store(PATH);
    expect(await store.until((now) => has("a")(now)?.["data"].k, { timeoutMs: 0 })).toBe("v");
  });

  it("sees a change", async () => {
    const waited = kube.store(PATH).until(has("later"), { timeoutMs: 2000 });
    await soon();
    collection.put("later");
    expect((await waited)?.["metadata"].name).toBe("later");
  });

  it("returns undefined when the time is up", async () => {
    const store = await watched();
    const started = performance.now();
    expect(await store.until(has("never"), { timeoutMs: 60 })).toBeUndefined();
    expect(performance.now() - started).toBeGreaterThan(55);
  });

  it("does not believe a silent watch that says no", async () => {
    const store = await watched();
    collection.trouble({ kind: "silence" });
    collection.put("there");
    await expect(store.until(has("there"), { timeoutMs: 60 })).rejects.toMatchObject({ name: "ApiLost" });
    expect(await store.until(has("there"), { timeoutMs: 1000 })).toBeTruthy();
  });

  it("gives the time back in which the server was away", async () => {
    const store = await watched();
    collection.troubles.push(...Array.from({ length: 12 }, (): Trouble => ({ kind: "status", status: 500 })));
    collection.trouble({ kind: "reset" });
    setTimeout(() => collection.put("late"), 150);
    expect(await store.until(has("late"), { timeoutMs: 100 })).toBeTruthy();
  });

  it("ends with the signal's reason, and with what ended the watch", async () => {
    const store = await watched();
    const controller = new AbortController();
    const waited = store.until(has("never"), { timeoutMs: 5000, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waited).rejects.toThrow("enough");
    const closed = store.until(has("never"), { timeoutMs: 5000 });
    store.close();
    await expect(closed).rejects.toThrow("was closed");
    collection.listStatus = 403;
    await expect(kube.store(PATH).ready()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a shared store", () => {
  it("is one watch for many, until the last closes it", async () => {
    const first = kube.store(PATH, { labelSelector: "a=b" });
    const second = kube.store(PATH, { labelSelector: "a=b" });
    await Promise.all([first.ready(), second.ready()]);
    expect(first).toBe(second);
    await expect.poll(() => collection.open).toBe(1);
    first.close();
    await soon();
    expect(collection.open).toBe(1);
    second.close();
    await expect.poll(() => collection.open).toBe(0);
    expect(kube.store(PATH, { labelSelector: "a=b" })).not.toBe(first);
  });
});

describe("history", () => {
  it("begins with the state and holds every version since", async () => {
    collection.put("a", { k: "1" });
    collection.put("a", { k: "2" });
    const store = await watched();
    await soon();
    const from = Date.now();
    collection.put("a", { k: "3" });
    collection.put("b");
    collection.remove("b");
    const history = await store.since(from);
    expect(
      history.versions.map(({ type, object }) => `${type} ${object["metadata"].name} ${object["data"].k ?? ""}`),
    ).toEqual(["ADDED a 2", "MODIFIED a 3", "ADDED b ", "DELETED b "]);
    expect(history).toMatchObject({ complete: true, gaps: [], outages: [] });
    expect(history.versions[0]?.at).toBe(from);
  });

  it("is of the chosen objects, and not of a forgotten namespace", async () => {
    collection.put("a");
    collection.put("b");
    const store = kube.store(PATH);
    const chosen = await store.since(0, { filter: (object) => object["metadata"].name === "b" });
    expect(chosen.versions).toHaveLength(1);
    store.forget("n");
    expect(await store.since(0)).toMatchObject({ complete: true, versions: [] });
  });

  it("is incomplete when the watch was silent and a list knows better", async () => {
    const store = await watched();
    const from = Date.now();
    collection.trouble({ kind: "silence" });
    collection.put("unseen");
    expect(await store.since(from)).toMatchObject({
      complete: false,
      gaps: [{ cause: expect.stringContaining("lags") as string }],
    });
  });

  it("is incomplete when a deletion was not delivered", async () => {
    collection.put("a");
    const store = await watched();
    collection.trouble({ kind: "silence" });
    collection.remove("a");
    expect(await store.since(Date.now())).toMatchObject({ complete: false });
  });

  it("is incomplete across a 410, and complete again after it", async () => {
    const store = await watched();
    const from = Date.now();
    collection.trouble({ kind: "error", code: 410 });
    collection.put("a");
    await store.until(has("a"), { timeoutMs: 2000 });
    expect(await store.since(from)).toMatchObject({ complete: false });
    await soon();
    expect(await store.since(Date.now())).toMatchObject({ complete: true });
  });

  it("is complete across an outage that was resumed, which it tells", async () => {
    const store = await watched();
    const from = Date.now();
    collection.trouble({ kind: "reset" });
    collection.put("a");
    await store.until(has("a"), { timeoutMs: 2000 });
    const history = await store.since(from);
    expect(history.complete).toBe(true);
    expect(history.outages).toHaveLength(1);
  });

  it("is not had from a server that is away", async () => {
    const store = await watched();
    await server.close();
    await expect(store.since(0)).rejects.toMatchObject({ name: "ApiLost" });
  });
});

describe("whatever happens to its watch", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("put" as const), name: fc.constantFrom("a", "b", "c") }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), name: fc.constantFrom("a", "b", "c") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("compact" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("pause" as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("trouble" as const),
        trouble: fc.constantFrom<Trouble>(
          { kind: "garbage" },
          { kind: "half-line" },
          { kind: "reset" },
          { kind: "end" },
          { kind: "silence" },
          { kind: "error", code: 410 },
          { kind: "error", code: 500 },
        ),
      }),
    },
  );

  it("a store ends where the collection does, and a history that says it is complete holds every version", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await stop();
        await start();
        const store = await watched();
        const from = Date.now();
        for (const each of steps) {
          if (each.do === "put") collection.put(each.name);
          else if (each.do === "remove") collection.remove(each.name);
          else if (each.do === "compact") collection.compact();
          else if (each.do === "trouble") collection.trouble(each.trouble);
          else await soon(10);
        }
        const { complete, versions } = await store.since(from);
        const told = (all: { type: string; object: ApiObject }[]): string[] =>
          all.map(({ type, object }) => `${type} ${object["metadata"].resourceVersion}`);
        expect(!complete || told(versions).join() === told(collection.changes).join()).toBe(true);
        const names = (): string[] =>
          store
            .items()
            .map((object) => object["metadata"].name as string)
            .sort();
        const agreed = await store.until(() => names().join() === collection.names().join(), { timeoutMs: 2000 });
        expect(agreed).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
