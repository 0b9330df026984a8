import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Version } from "./observer.js";
import { check, cluster, dir, gone, pod, run } from "./testing-conduct.js";

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
