import { describe, expect, test, vi } from "vitest";
import { answer, quantity } from "./answer.js";
import { queryFor, type Source, sourceOf } from "./query.js";
import { HIGH, type Switches } from "./switches.js";

const ROOT = "/apis/custom.metrics.k8s.io/v1beta2";
const NOW = Date.parse("2026-01-02T03:04:05.678Z");

const source: Source = {
  metrics: () => ["load"],
  pods: async (_namespace, selector) => (selector === "app=a" ? ["a-1", "a-2"] : []),
  values: async (metric, _namespace, pods) =>
    new Map(metric === "load" ? pods.map((pod, at) => [pod, at + 0.5] as const) : []),
};

const get = (path: string) => answer(new URL(path, "https://adapter"), source, NOW);

describe("the custom metrics API", () => {
  test("lists metrics of pods in its discovery document", async () => {
    const { status, body } = await get(ROOT);
    expect(status).toBe(200);
    expect(body).toMatchObject({ groupVersion: "custom.metrics.k8s.io/v1beta2", resources: [{ name: "pods/load" }] });
  });

  test("gives the values of the pods that a selector picks", async () => {
    const { status, body } = await get(`${ROOT}/namespaces/n/pods/*/load?labelSelector=app%3Da`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: "MetricValueList",
      items: [
        {
          describedObject: { kind: "Pod", namespace: "n", name: "a-1" },
          metric: { name: "load" },
          timestamp: "2026-01-02T03:04:05Z",
          value: "500m",
        },
        { value: "1500m" },
      ],
    });
  });

  test("gives one pod's value by its name", async () => {
    expect(await get(`${ROOT}/namespaces/n/pods/b.1/load`)).toMatchObject({ status: 200, body: { items: [{}] } });
  });

  test.each([
    `${ROOT}/namespaces/n/pods/*/other?labelSelector=app%3Da`,
    `${ROOT}/namespaces/n/pods/*/load?labelSelector=app%3Dnobody`,
    `${ROOT}/namespaces/n/pods/a-1/lo%22ad`,
    `${ROOT}/namespaces/n/services/a/load`,
    "/apis",
    "/openapi/v2",
  ])("404 for %s", async (path) => expect(await get(path)).toMatchObject({ status: 404, body: { kind: "Status" } }));

  test("refuses what it does not understand", async () => {
    expect(await get(`${ROOT}/namespaces/n/pods/a-1/load?metricLabelSelector=a%3Db`)).toMatchObject({ status: 400 });
  });
});

test("quantities are exact in thousandths", () => {
  expect([quantity(150), quantity(0.1), quantity(1e21), quantity(-2.5)]).toEqual(["150", "100m", "1e+21", "-2500m"]);
});

function fail(error: unknown): never {
  throw error;
}

test("the discovery document never waits, nor fails with Prometheus", async () => {
  const lost: unknown[] = [];
  let answers: Promise<{ data: string[] }> = Promise.resolve({ data: ["load"] });
  const api = { request: <T>() => answers as Promise<T> };
  const config = { prometheus: { namespace: "monitoring", service: "prometheus", port: 9090 } };
  const { metrics } = sourceOf(
    api,
    config,
    () => ({}),
    (error) => lost.push(error),
  );
  expect(metrics()).toEqual([]);
  await answers;
  answers = Promise.reject(new Error("away"));
  await vi.waitFor(() => expect(metrics()).toEqual(["load"]));
  await vi.waitFor(() => expect(lost).not.toEqual([]));
  expect(metrics()).toEqual(["load"]);
});

describe("what Prometheus is asked", () => {
  const asked: string[] = [];
  const result = [
    { metric: { pod: "a-1" }, value: [0, "7"] },
    { metric: { pod: "a-2" }, value: [0, "NaN"] },
  ];
  const api = {
    request: async <T>(_method: string, path: string): Promise<T> => {
      asked.push(decodeURIComponent(path));
      return { data: { result } } as T;
    },
  };
  const config = { prometheus: { namespace: "monitoring", service: "prometheus", port: 9090 } };
  const values = (switches: Switches) =>
    sourceOf(api, config, () => switches, fail).values("load", "n", ["a-1", "a-2"]);

  test("is of these pods of that namespace only", async () => {
    expect(await values({})).toEqual(new Map([["a-1", 7]]));
    expect(asked.at(-1)).toContain('query=sum by (pod) (load{namespace="n",pod=~"a-1|a-2"})');
    expect(queryFor("load", "n", ["a.1"], {})).toContain('pod=~"a\\\\.1"');
  });

  test("is wrong as the switches say", async () => {
    expect(await values({ constantHigh: true })).toEqual(
      new Map([
        ["a-1", HIGH],
        ["a-2", HIGH],
      ]),
    );
    expect((await values({ anyPod: true })).get("a-2")).toBe(7);
    expect(asked.at(-1)).not.toContain("a-1");
  });
});
