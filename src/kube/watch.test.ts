import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.js";
import type { Kube } from "./client.js";
import { base64, kubeconfigText, scratch, shorten, startServer, type TestServer } from "./testing.js";
import { TestCollection, type Trouble } from "./testing-collection.js";
import type { WatchEvent } from "./watch.js";

const PATH = "/api/v1/namespaces/n/configmaps";

let folder: ReturnType<typeof scratch>;
let collection: TestCollection;
let server: TestServer;
let kube: Kube;
let restore: () => void;
let ending: AbortController;
beforeEach(async () => {
  folder = scratch();
  restore = shorten({ backoffFirst: 5, backoffLongest: 20, watchSilence: 300, lost: 1000 });
  collection = new TestCollection();
  server = await startServer(collection.handler);
  const text = kubeconfigText({ server: server.url, "certificate-authority-data": base64(server.ca) });
  kube = connect({ kubeconfig: folder.file("config", text) });
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await kube.close();
  await server.close();
  restore();
  folder.remove();
});

/** Collects events; `until` waits for one. */
function watching(options: Parameters<Kube["watch"]>[1] = {}) {
  const events: WatchEvent[] = [];
  const done = (async () => {
    for await (const event of kube.watch(PATH, { signal: ending.signal, ...options })) events.push(event);
  })();
  const failed = done.then(
    () => undefined,
    (error: unknown) => error,
  );
  const until = async (found: (event: WatchEvent) => boolean): Promise<WatchEvent> => {
    for (let waited = 0; waited < 5000; waited += 5) {
      const event = events.find(found);
      if (event) return event;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`never seen; there were ${JSON.stringify(events)}`);
  };
  return { events, until, failed };
}

const named = (name: string) => (event: WatchEvent) => "object" in event && event.object["metadata"].name === name;
const short = (events: WatchEvent[]) =>
  events.map((event) => ("object" in event ? `${event.type} ${event.object["metadata"].name}` : event.type));

describe("a watch", () => {
  it("begins with the state and goes on with changes", async () => {
    collection.put("a");
    const { events, until } = watching({ labelSelector: "run=x" });
    await until(({ type }) => type === "SYNC");
    collection.put("b");
    collection.remove("a");
    await until((event) => event.type === "DELETED");
    expect(short(events)).toEqual(["SYNC", "ADDED b", "DELETED a"]);
    expect(events[0]).toMatchObject({ objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }] });
    expect(collection.requests[1]).toMatch(/allowWatchBookmarks=true.*resourceVersion=101.*labelSelector=run%3Dx/);
  });

  const recoverable: Trouble[] = [
    { kind: "garbage" },
    { kind: "half-line" },
    { kind: "reset" },
    { kind: "end" },
    { kind: "error", code: 500 },
    { kind: "silence" },
  ];
  it.each(recoverable)("loses nothing to $kind", async (trouble) => {
    const { events, until } = watching();
    await until(({ type }) => type === "SYNC");
    collection.put("before");
    await until(named("before"));
    collection.trouble(trouble);
    collection.put("meanwhile");
    await until(named("meanwhile"));
    expect(events.filter(({ type }) => type === "SYNC")).toHaveLength(1);
    expect(short(events).filter((text) => text.startsWith("ADDED"))).toEqual(["ADDED before", "ADDED meanwhile"]);
  });

  it("resumes where a bookmark stood", async () => {
    const { until } = watching();
    await until(({ type }) => type === "SYNC");
    collection.put("a");
    await until(named("a"));
    collection.bookmark();
    collection.compact();
    collection.put("b");
    await until(named("b"));
    collection.trouble({ kind: "reset" });
    collection.put("c");
    await until(named("c"));
    expect(collection.requests.filter((query) => !query.includes("watch"))).toHaveLength(1);
  });

  it.each([{ kind: "error", code: 410 } as const, { kind: "status", status: 410 } as const])(
    "lists again and tells the gap after $kind 410",
    async (trouble) => {
      const { events, until } = watching();
      await until(({ type }) => type === "SYNC");
      if (trouble.kind === "status") {
        collection.troubles.push(trouble);
        collection.trouble({ kind: "reset" });
      } else collection.trouble(trouble);
      collection.put("meanwhile");
      const gap = await until((event) => event.type === "SYNC" && event.gap !== undefined);
      expect(gap).toMatchObject({ objects: [{ metadata: { name: "meanwhile" } }] });
      collection.put("later");
      await until(named("later"));
      expect(events.at(-1)).toMatchObject({ type: "ADDED" });
      expect(collection.requests.filter((query) => query.includes("watch=1")).length).toBeLessThanOrEqual(3);
    },
  );

  it("tells when it is down and up again", async () => {
    const { events, until } = watching();
    await until(({ type }) => type === "SYNC");
    collection.troubles.push({ kind: "status", status: 500 }, { kind: "status", status: 429 });
    collection.trouble({ kind: "reset" });
    await until(({ type }) => type === "UP");
    expect(short(events)).toEqual(["SYNC", "DOWN", "UP"]);
  });

  it("goes round a place that the server cannot get past", async () => {
    const { until } = watching();
    await until(({ type }) => type === "SYNC");
    collection.troubles.push(...Array.from({ length: 5 }, (): Trouble => ({ kind: "garbage" })));
    collection.trouble({ kind: "garbage" });
    expect(await until((event) => event.type === "SYNC" && event.gap !== undefined)).toBeTruthy();
  });

  it("ends with what the server refuses at first", async () => {
    collection.listStatus = 403;
    expect(await watching().failed).toMatchObject({ code: "FORBIDDEN" });
  });

  it("forgives a refusal while the server starts, and only for a while", async () => {
    const { until, failed } = watching();
    await until(({ type }) => type === "SYNC");
    collection.troubles.push({ kind: "status", status: 403 });
    collection.trouble({ kind: "reset" });
    await until(({ type }) => type === "UP");
    collection.troubles.push(...Array.from({ length: 500 }, (): Trouble => ({ kind: "status", status: 403 })));
    collection.trouble({ kind: "reset" });
    collection.listStatus = 403;
    expect(await failed).toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not silent as long as something comes", async () => {
    const { events, until } = watching();
    await until(({ type }) => type === "SYNC");
    for (let index = 0; index < 16; index++) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      collection.bookmark();
    }
    expect(short(events).filter((text) => text === "DOWN")).toEqual([]);
  });

  it("that is left early leaves no stream", async () => {
    collection.troubles.push({ kind: "status", status: 500 });
    for await (const { type } of kube.watch(PATH)) if (type === "UP") break;
    await expect.poll(() => collection.open).toBe(0);
  });

  it("ends at its signal and leaves no stream", async () => {
    const { until, failed } = watching();
    await until(({ type }) => type === "SYNC");
    collection.put("a");
    await until(named("a"));
    ending.abort();
    expect(await failed).toBeUndefined();
    await expect.poll(() => collection.open).toBe(0);
    expect(kube.stats().connections.opened).toBe(1);
  });
});
