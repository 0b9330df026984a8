import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiLost } from "../kube/errors.js";
import { RECORD_FORMAT } from "../record/events.js";
import { RecordReader } from "../record/reader.js";
import type { RunState, CheckState } from "../record/fold.js";
import type { Check } from "./check.js";
import { conduct } from "./conduct.js";
import { Interrupted } from "./interruption.js";
import type { Inventory } from "./inventory.js";
import { Journal } from "./journal.js";
import type { Observer, Version } from "./observer.js";
import { ownerLabels } from "./owner.js";
import { makePlan, toRun } from "./plan.js";
import { TestCluster } from "./testing.js";

const options = { only: [], skip: [], timeoutFactor: 1, image: "probe:1", namespacePrefix: "karat" };
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c" }] } };
const inventory: Inventory = {
  cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
  minor: 37,
  pools: [{ node: "n1", access: "dra", vendor: "v", devices: [{ id: "d", attributes: {} }], free: 1 }],
  apis: {},
};

let dir: string;
let cluster: TestCluster;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-conduct-"));
  cluster = new TestCluster();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function check(name: string, observe: (observer: Observer) => Promise<void>, over: Partial<Check> = {}): Check {
  return {
    id: `req/${name}`,
    kind: "positive",
    proves: "it does",
    needs: {},
    seconds: { typical: 1, deadline: 10 },
    observe,
    judge: (facts, expect) =>
      expect("a fact was seen", {
        held: facts.has("fact"),
        expected: "fact",
        seen: facts.names.join(),
        evidence: ["fact"],
      }),
    ...over,
  };
}

async function run(checks: Check[], signal = new AbortController().signal, timeoutFactor = 1) {
  const journal = Journal.create(join(dir, "record"), () => [], []);
  journal.append({
    type: "run.started",
    run: "abcdefgh",
    nonce: "n",
    format: RECORD_FORMAT,
    tool: { name: "karat", version: "0" },
    cluster: inventory.cluster,
    options,
  });
  const { items } = makePlan([{ id: "req", title: "", checks }], inventory, options);
  journal.append({ type: "plan", checks: items.map(({ planned }) => planned) });
  const work = conduct({
    kube: cluster.kube,
    journal,
    options: { ...options, timeoutFactor },
    inventory,
    items: toRun(items),
    signal,
  });
  const stopped = await work.finally(() => journal.close());
  return { stopped, ...read() };
}

function read(): { state: RunState; of: Record<string, CheckState> } {
  const state = new RecordReader(join(dir, "record")).state();
  const checks = state.requirements.flatMap((requirement) => requirement.checks);
  return { state, of: Object.fromEntries(checks.map((each) => [each.plan.id.replace("req/", ""), each])) };
}

const gone = () => expect.poll(() => cluster.left).toEqual([]);

describe("a check", () => {
  test("gets a labelled namespace, what it creates is completed and recorded, and nothing is left", async () => {
    let namespace = "";
    const { state, of } = await run([
      check("one", async (observer) => {
        namespace = observer.namespace;
        expect(cluster.at(`/api/v1/namespaces/${namespace}`)?.["metadata"]).toMatchObject({
          labels: {
            "app.kubernetes.io/managed-by": "karat",
            "karat.dev/run": "abcdefgh",
            "karat.dev/check": "req.one",
            "pod-security.kubernetes.io/enforce": "baseline",
          },
          annotations: { "karat.dev/deadline": expect.stringMatching(/Z$/) },
        });
        const { status, body } = await observer.create("fact", pod);
        expect([status, body["metadata"].managedFields]).toEqual([201, undefined]);
        const ref = { apiVersion: "v1", kind: "Pod", name: "p" };
        await observer.until("running", ref, 5, (object) => object?.["status"]?.phase === "Running");
        expect(await observer.log("log", "p")).toBe("log of p");
        await observer.remove("removed", ref);
        observer.value("value", { n: 1 });
      }),
    ]);
    expect(namespace).toBe("karat-abcdefgh-req-one");
    expect(of["one"]).toMatchObject({ verdict: "pass", namespace, cleaned: { ok: true, left: [] } });
    expect(of["one"]?.listed).toEqual(["fact", "running", "log", "removed", "value"]);
    expect(state).toMatchObject({ finished: true, declared: { req: "inconclusive" } });
    expect(readFileSync(join(dir, "record", "events.ndjson"), "utf8")).not.toContain("managedFields");
    await gone();
  });

  test("sees every version of what it watches, and looks no longer than it must", async () => {
    let phases: unknown[] = [];
    let asked = 0;
    await run([
      check("one", async (observer) => {
        const running = ({ object }: Version): boolean => object["status"]?.phase === "Running";
        const watched = observer.hold("pods", { apiVersion: "v1", kind: "Pod" }, 9, (versions) => {
          asked++;
          return versions.some(running);
        });
        await observer.create("fact", pod);
        phases = (await watched).map(({ type, object }) => [
          type,
          object["status"]?.phase,
          object["metadata"].managedFields,
        ]);
        // What a second watch finds at its beginning is ADDED.
        const seen: string[][] = [];
        await observer.hold("again", { apiVersion: "v1", kind: "ConfigMap" }, 0.05, (versions) => {
          seen.push(versions.map(({ type, object }) => `${type} ${object["metadata"].name}`));
          return false;
        });
        expect(seen).toEqual([[]]);
      }),
    ]);
    expect(phases).toEqual([
      ["ADDED", undefined, undefined],
      ["MODIFIED", "Running", undefined],
    ]);
    expect(asked).toBe(3);
    await gone();
  });

  test("fails by a failed expectation only", async () => {
    cluster.trouble = (_, path) => {
      return path.endsWith("/denied") ? { status: 403, headers: {}, body: { message: "no" } } : undefined;
    };
    const { of } = await run([
      check("nothing", async () => {}),
      check("throws", async () => {
        throw new TypeError("oops", { cause: new Error("deep") });
      }),
      check("judge", async (observer) => observer.value("fact", 1), {
        judge: () => {
          throw new RangeError("cannot read");
        },
      }),
      check("twice", async (observer) => {
        observer.value("fact", 1);
        observer.value("fact", 2);
      }),
      check(
        "refused",
        async (observer) =>
          void (await observer.object("fact", { apiVersion: "v1", kind: "ConfigMap", name: "denied" })),
      ),
    ]);
    expect(Object.values(of).map(({ verdict }) => verdict)).toEqual(["fail", ...Array(4).fill("inconclusive")]);
    expect(of["throws"]?.interruption).toEqual({ kind: "crash", message: "oops: deep" });
    expect(of["judge"]?.reason).toContain("cannot read");
    expect(of["refused"]?.interruption?.kind).toBe("forbidden");
    expect(of["twice"]?.interruption?.message).toBe("the check observes fact twice");
    await gone();
  });

  test("is given up at its deadline, even when it does not listen", async () => {
    let late: unknown;
    const { of } = await run([
      check(
        "deaf",
        async (observer) => {
          observer.value("fact", 1);
          await new Promise((resolve) => setTimeout(resolve, 150));
          try {
            observer.value("late", 2);
          } catch (error) {
            late = error;
          }
        },
        { seconds: { typical: 0, deadline: 0.05 } },
      ),
      check(
        "listens",
        async (observer) =>
          void (await observer.until("x", { apiVersion: "v1", kind: "Pod", name: "none" }, 60, Boolean)),
        {
          seconds: { typical: 0, deadline: 0.05 },
        },
      ),
    ]);
    expect(of["deaf"]).toMatchObject({ verdict: "inconclusive", interruption: { kind: "deadline" }, listed: ["fact"] });
    expect(of["listens"]?.interruption?.kind).toBe("deadline");
    await expect.poll(() => String(late)).toContain("was not done after");
    await gone();
  });

  test("takes back what it made outside of its namespace, in reverse, and nothing of others", async () => {
    cluster.put("/apis/resource.k8s.io/v1/deviceclasses", { kind: "DeviceClass", metadata: { name: "theirs" } });
    const make = (name: string) => ({
      apiVersion: "resource.k8s.io/v1",
      kind: "DeviceClass",
      metadata: { name },
      spec: {},
    });
    let annotation: unknown;
    const { of } = await run([
      check("one", async (observer) => {
        for (const name of ["first", "second"]) await observer.create(name, make(name));
        expect((await observer.create("fact", make("theirs"))).status).toBe(409);
        annotation = cluster.at("/apis/coordination.k8s.io/v1/namespaces/karat-abcdefgh/leases/karat")?.["metadata"]
          .annotations;
      }),
    ]);
    expect(annotation).toMatchObject({ "karat.dev/elsewhere": "resource.k8s.io/v1/DeviceClass" });
    const deletes = cluster.requests.filter((request) => request.startsWith("DELETE"));
    expect(deletes.map((request) => request.split("/").at(-1))).toEqual([
      "second",
      "first",
      of["one"]?.namespace,
      "pods",
      "resourceclaims",
      "karat-abcdefgh",
    ]);
    await expect.poll(() => cluster.left).toEqual(["/apis/resource.k8s.io/v1/deviceclasses/theirs"]);
  });
});

describe("a check that needs another namespace", () => {
  const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

  test("makes it, and it goes as the first one does, with all that is in it", async () => {
    let inside: string[] = [];
    const { of } = await run([
      check("one", async (observer) => {
        const other = `${observer.namespace}-b`;
        await observer.create("other", namespace(other));
        await observer.create("fact", { ...pod, metadata: { name: "p", namespace: other } });
        inside = cluster.left.filter((path) => path.includes(other));
        expect(cluster.at(`/api/v1/namespaces/${other}`)?.["metadata"].labels).toMatchObject({
          "karat.dev/check": "req.one",
        });
      }),
    ]);
    expect(inside).toEqual(["", "/pods/p"].map((path) => `/api/v1/namespaces/karat-abcdefgh-req-one-b${path}`));
    expect(of["one"]).toMatchObject({ verdict: "pass", cleaned: { ok: true } });
    // Nobody has to look for it elsewhere.
    expect(cluster.requests.filter((request) => request.startsWith("DELETE") && request.endsWith("/p"))).toEqual([]);
    await gone();
  });

  test("is refused one that another run might have", async () => {
    const { of } = await run([check("one", async (observer) => void (await observer.create("fact", namespace("x"))))]);
    expect(of["one"]).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("namespace x") as string,
    });
    await gone();
  });
});

test("a check changes an object, and the answer is written down", async () => {
  const ref = { apiVersion: "v1", kind: "ConfigMap", name: "c" };
  const { of } = await run([
    check("one", async (observer) => {
      await observer.create("created", {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c" },
        data: { a: "1" },
      });
      const { status, body } = await observer.patch("fact", ref, { data: { a: "2" } });
      expect([status, body["data"], body["metadata"].managedFields]).toEqual([200, { a: "2" }, undefined]);
      expect((await observer.patch("missing", { ...ref, name: "d" }, {})).status).toBe(404);
    }),
  ]);
  expect(of["one"]?.listed).toEqual(["created", "fact", "missing"]);
  await gone();
});

describe("a run", () => {
  test("runs a check again when only the API server's answer was lost", async () => {
    let lost = false;
    cluster.trouble = (method, path) => {
      if (lost || method !== "POST" || !path.endsWith("/pods")) return;
      lost = true;
      throw new ApiLost("API_LOST", "gone", "wait", { sent: true });
    };
    const { state, of, stopped } = await run([
      check("one", async (observer) => void (await observer.create("fact", pod))),
    ]);
    expect(stopped).toBeUndefined();
    expect(of["one"]).toMatchObject({ verdict: "pass", attempt: 2, namespace: "karat-abcdefgh-req-one--2" });
    expect(state.finished).toBe(true);
    await gone();
  });

  test("runs a check again when its watch missed something, and goes on when that does not help", async () => {
    const observe = async (observer: Observer): Promise<void> => {
      observer.value("fact", 1);
      await observer.hold("pods", { apiVersion: "v1", kind: "Pod" }, 0);
    };
    cluster.gaps = 1;
    const once = await run([check("one", observe)]);
    expect(once.of["one"]).toMatchObject({ verdict: "pass", attempt: 2 });
    rmSync(join(dir, "record"), { recursive: true });
    await gone();
    cluster.gaps = 2;
    const twice = await run([check("one", observe), check("two", observe, { needs: { after: ["req/one"] } })]);
    expect(twice.of["one"]).toMatchObject({ verdict: "inconclusive", attempt: 2, interruption: { kind: "api-lost" } });
    expect(twice.of["two"]).toMatchObject({ verdict: "pass", attempt: 1 });
    expect([twice.stopped, twice.state.finished]).toEqual([undefined, true]);
  });

  test("judges nothing that happened while the API server was away, and tries again once all had time to find it", async () => {
    const starts: number[] = [];
    const observe = async (observer: Observer): Promise<void> => {
      starts.push(Date.now());
      observer.value("other", 1);
      if (starts.length === 1) cluster.outages.push({ from: Date.now() - 20_000, to: Date.now(), cause: "reset" });
      else observer.value("fact", 1);
    };
    vi.useFakeTimers();
    try {
      const work = run([check("one", observe), check("two", observe, { needs: { after: ["req/one"] } })]);
      await vi.advanceTimersByTimeAsync(120_000);
      const { of, stopped } = await work;
      expect(of["one"]).toMatchObject({ verdict: "pass", attempt: 2 });
      expect(of["two"]).toMatchObject({ verdict: "pass", attempt: 1 });
      expect(stopped).toBeUndefined();
      expect(((starts[1] ?? 0) - (starts[0] ?? 0)) / 1000).toBeCloseTo(50, 0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("judges a check whose watch was only moved to another server", async () => {
    const { of } = await run([
      check("one", async (observer) => {
        cluster.outages.push({ from: Date.now() - 500, to: Date.now(), cause: "reset" });
        observer.value("fact", 1);
      }),
    ]);
    expect(of["one"]).toMatchObject({ verdict: "pass", attempt: 1 });
  });

  test("stops when the API server stays away, and says so", async () => {
    let away = false;
    cluster.trouble = () => {
      if (away) throw new ApiLost("API_LOST", "gone", "wait", { sent: false });
    };
    const { state, of, stopped } = await run([
      check("one", async (observer) => {
        away = true;
        await observer.list("fact", "/api/v1/pods");
      }),
      check("two", async (observer) => observer.value("fact", 1), { needs: { after: ["req/one"] } }),
    ]);
    expect(stopped).toMatchObject({ kind: "api-lost" });
    expect(of["one"]).toMatchObject({ verdict: "inconclusive", attempt: 1, cleaned: { ok: false } });
    expect(of["two"]).toMatchObject({ verdict: "inconclusive", attempt: 0 });
    expect(state.finished).toBe(false);
  });

  test("stops on a signal, cleans up, and leaves the rest for a resume", async () => {
    const stopping = new AbortController();
    const { state, of } = await run(
      [
        check("one", async (observer) => {
          await observer.create("fact", pod);
          stopping.abort(new Interrupted("SIGINT"));
          await observer.hold("never", { apiVersion: "v1", kind: "Pod" }, 60);
        }),
        check("two", async () => {}, { needs: { after: ["req/one"] } }),
      ],
      stopping.signal,
    );
    expect(state).toMatchObject({ finished: false, interruptedBy: "SIGINT" });
    expect(of["one"]).toMatchObject({ interruption: { kind: "interrupted" }, cleaned: { ok: true } });
    expect(of["two"]?.attempt).toBe(0);
    await gone();
  });

  test("stops when its Lease is taken away", async () => {
    const lease = "/apis/coordination.k8s.io/v1/namespaces/karat-abcdefgh/leases";
    const { of, stopped } = await run([
      check("one", async (observer) => {
        const held = cluster.at(`${lease}/karat`);
        cluster.put(lease, { ...held, spec: { ...held?.["spec"], holderIdentity: "karat-clean" } });
        await observer.create("fact", {
          apiVersion: "resource.k8s.io/v1",
          kind: "DeviceClass",
          metadata: { name: "c" },
        });
      }),
    ]);
    expect(stopped).toMatchObject({ kind: "abort" });
    expect(of["one"]?.interruption?.message).toContain("somebody removed this run");
    expect(cluster.left).not.toContain("/apis/resource.k8s.io/v1/deviceclasses/c");
  });

  test("says what it made outside of namespaces and could not remove", async () => {
    const make = { apiVersion: "resource.k8s.io/v1", kind: "DeviceClass", metadata: { name: "held" }, spec: {} };
    cluster.trouble = (method, path) => {
      // As with a finalizer that nobody takes off.
      return method === "DELETE" && path.endsWith("/held") ? { status: 200, headers: {}, body: {} } : undefined;
    };
    vi.useFakeTimers();
    try {
      const work = run([check("one", async (observer) => void (await observer.create("fact", make)))]);
      await vi.advanceTimersByTimeAsync(60_000);
      const { of, state } = await work;
      expect(of["one"]).toMatchObject({
        verdict: "pass",
        cleaned: { ok: false, left: ["DeviceClass held (not being deleted)"] },
      });
      expect(state.finished).toBe(true);
      expect(cluster.at("/api/v1/namespaces/karat-abcdefgh")?.["metadata"].deletionTimestamp).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  test("leaves nothing when it is stopped before it has begun", async () => {
    const controller = new AbortController();
    cluster.trouble = (_, path) => {
      if (path.endsWith("/leases")) controller.abort(new Interrupted("SIGINT"));
    };
    const { stopped, of } = await run([check("one", async () => {})], controller.signal);
    expect(stopped).toBeInstanceOf(Interrupted);
    expect(of["one"]?.attempt).toBe(0);
    await gone();
  });

  test("names a namespace that came to be after its check had given it up", async () => {
    const late = { name: "karat-abcdefgh-req-one--2", labels: ownerLabels("abcdefgh", "req/one") };
    cluster.trouble = (method, path) => {
      if (method === "GET" && path === "/api/v1/namespaces") cluster.put(path, { kind: "Namespace", metadata: late });
    };
    const { of, state } = await run([check("one", async (observer) => observer.value("fact", 1))]);
    const left = [`Namespace ${late.name} (not being deleted)`];
    expect(of["one"]).toMatchObject({ verdict: "pass", cleaned: { ok: false, left } });
    expect(state.finished).toBe(true);
    expect(cluster.left).toContain("/api/v1/namespaces/karat-abcdefgh");
  });

  test("begins no check whose requirement a control has left inconclusive already", async () => {
    const experiment: Partial<Check> = { needs: { after: ["req/control"] } };
    const { state, of } = await run([
      check("control", async () => {}, { kind: "control" }),
      check("experiment", async (observer) => observer.value("fact", 1), experiment),
    ]);
    expect(of["control"]).toMatchObject({ verdict: "fail", attempt: 1 });
    expect(of["experiment"]).toMatchObject({ verdict: "inconclusive", attempt: 0 });
    expect(of["experiment"]?.reason).toContain("the control req/control did not hold");
    expect(state).toMatchObject({ finished: true, declared: { req: "inconclusive" } });
  });

  test("gives no device to another check that was not given back", async () => {
    cluster.stuck.add("p");
    const { state, of } = await run(
      [
        check("first", async (observer) => void (await observer.create("fact", pod)), {
          needs: { devices: 1 },
          seconds: { typical: 9, deadline: 1000 },
        }),
        check("second", async (observer) => observer.value("fact", 1), {
          needs: { devices: 1 },
          seconds: { typical: 1, deadline: 1000 },
        }),
      ],
      undefined,
      0.01,
    );
    expect(of["first"]).toMatchObject({ verdict: "pass", cleaned: { ok: false } });
    expect(of["first"]?.cleaned?.left[0]).toContain("Pod karat-abcdefgh-req-first/p (being deleted)");
    expect(of["second"]).toMatchObject({ verdict: "inconclusive", attempt: 0 });
    expect(of["second"]?.reason).toContain("were not given back by an earlier check");
    expect(state.finished).toBe(true);
    // The home stays, for `karat clean` to find the rest by.
    expect(cluster.at("/api/v1/namespaces/karat-abcdefgh")?.["metadata"].deletionTimestamp).toBeUndefined();
    expect(cluster.left).toContain("/api/v1/namespaces/karat-abcdefgh");
  });
});
