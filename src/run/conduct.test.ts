import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { ApiLost } from "../kube/errors.js";
import type { Check } from "./check.js";
import { Interrupted } from "./interruption.js";
import type { Observer } from "./observer.js";
import { ownerLabels } from "./owner.js";
import { check, cluster, dir, gone, pod, run } from "./testing-conduct.js";

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
