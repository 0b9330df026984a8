import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.js";
import type { Kube } from "./client.js";
import type { ApiObject } from "./object.js";
import { covers, grantedRules, isAllowed } from "./access.js";
import { base64, bodyOf, kubeconfigText, scratch, sendJson, startServer, type Handler } from "./testing.js";

let folder: ReturnType<typeof scratch>;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = scratch();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  folder.remove();
});

async function client(handler: Handler): Promise<Kube> {
  const server = await startServer(handler);
  closing.push(() => server.close());
  const text = kubeconfigText({ server: server.url, "certificate-authority-data": base64(server.ca) });
  const kube = connect({ kubeconfig: folder.file("config", text) });
  closing.push(() => kube.close());
  return kube;
}

/** Answers by path; anything else is 404. */
const serving =
  (answers: Record<string, unknown>): Handler =>
  (request, response) => {
    const body = answers[request.url ?? ""];
    sendJson(response, body === undefined ? 404 : 200, body ?? { kind: "Status", code: 404 });
  };

const widgets = { resource: "widgets", responseKind: { kind: "Widget" }, scope: "Namespaced", verbs: ["get"] };
const aggregated = {
  "/api": {
    kind: "APIGroupDiscoveryList",
    items: [
      {
        metadata: {},
        versions: [
          {
            version: "v1",
            resources: [
              { ...widgets, resource: "pods", responseKind: { kind: "Pod" }, subresources: [{ subresource: "log" }] },
              { ...widgets, resource: "nodes", responseKind: { kind: "Node" }, scope: "Cluster" },
            ],
          },
        ],
      },
    ],
  },
  "/apis": {
    kind: "APIGroupDiscoveryList",
    items: [
      { metadata: { name: "x.test" }, versions: [{ version: "v1", resources: [widgets] }] },
      { metadata: { name: "metrics.test" }, versions: [{ version: "v1", freshness: "Stale" }] },
    ],
  },
};

describe("discovery", () => {
  it("reads the aggregated form in two requests, once", async () => {
    const kube = await client(serving(aggregated));
    const { apis, stale, find } = await kube.discovery();
    await kube.discovery();
    expect(apis).toEqual({ v1: ["pods", "nodes"], "x.test/v1": ["widgets"], "metrics.test/v1": [] });
    expect(stale).toEqual(["metrics.test/v1"]);
    expect(find("v1", "Pod")).toMatchObject({ resource: "pods", namespaced: true, subresources: ["log"] });
    expect(find("v1", "Widget")).toBeUndefined();
    expect(kube.stats().requests).toEqual({ get: 2 });
  });

  it("reads older servers group by group, and goes on when one of them is out of order", async () => {
    const groups = [{ versions: [{ groupVersion: "x.test/v1" }, { groupVersion: "broken.test/v1" }] }];
    const kube = await client(
      serving({
        "/api": { kind: "APIVersions", versions: ["v1"] },
        "/apis": { kind: "APIGroupList", groups },
        "/api/v1": {
          resources: [
            { name: "pods", kind: "Pod", namespaced: true, verbs: ["get"] },
            { name: "pods/log", kind: "Pod", namespaced: true, verbs: ["get"] },
          ],
        },
        "/apis/x.test/v1": { resources: [{ name: "widgets", kind: "Widget", namespaced: false, verbs: ["get"] }] },
      }),
    );
    const { find, stale } = await kube.discovery();
    expect(find("v1", "Pod")?.subresources).toEqual(["log"]);
    expect(find("x.test/v1", "Widget")?.namespaced).toBe(false);
    expect(stale).toEqual(["broken.test/v1"]);
  });

  it("gives paths", async () => {
    const kube = await client(serving(aggregated));
    const pod = { apiVersion: "v1", kind: "Pod", namespace: "n" };
    expect(await kube.path({ ...pod, name: "p" }, "log")).toBe("/api/v1/namespaces/n/pods/p/log");
    expect(await kube.path(pod)).toBe("/api/v1/namespaces/n/pods");
    expect(await kube.path({ apiVersion: "v1", kind: "Pod" })).toBe("/api/v1/pods");
    expect(await kube.path({ apiVersion: "v1", kind: "Node", namespace: "n", name: "a" })).toBe("/api/v1/nodes/a");
    expect(await kube.path({ apiVersion: "x.test/v1", kind: "Widget", namespace: "n" })).toBe(
      "/apis/x.test/v1/namespaces/n/widgets",
    );
  });

  it("looks again for a kind that was not there before", async () => {
    const answers: Record<string, unknown> = { ...aggregated, "/apis": { kind: "APIGroupDiscoveryList", items: [] } };
    const kube = await client((request, response) => serving(answers)(request, response));
    await expect(kube.path({ apiVersion: "x.test/v1", kind: "Widget" })).rejects.toMatchObject({
      code: "NO_SUCH_KIND",
    });
    answers["/apis"] = aggregated["/apis"];
    expect(await kube.path({ apiVersion: "x.test/v1", kind: "Widget" })).toBe("/apis/x.test/v1/widgets");
  });
});

describe("a list", () => {
  const page = (names: string[], next?: string) => ({
    apiVersion: "v1",
    kind: "PodList",
    metadata: { resourceVersion: "7", ...(next ? { continue: next } : {}) },
    items: names.map((name) => ({ metadata: { name } })),
  });

  it("is read page by page, its items completed", async () => {
    const kube = await client(
      serving({
        "/api/v1/pods?labelSelector=a%3Db&limit=500": page(["one"], "next"),
        "/api/v1/pods?labelSelector=a%3Db&limit=500&continue=next": page(["two"]),
      }),
    );
    const { items, resourceVersion } = await kube.list("/api/v1/pods", { labelSelector: "a=b" });
    expect(resourceVersion).toBe("7");
    expect(items).toEqual(["one", "two"].map((name) => ({ apiVersion: "v1", kind: "Pod", metadata: { name } })));
  });

  it("keeps of each page what is asked for", async () => {
    const kube = await client(
      serving({
        "/api/v1/pods?limit=500": page(["one", "other"], "next"),
        "/api/v1/pods?limit=500&continue=next": page(["two", "other"]),
      }),
    );
    const keep = ({ kind, metadata }: ApiObject) => kind === "Pod" && metadata.name !== "other";
    expect((await kube.list("/api/v1/pods", { keep })).items.map(({ metadata }) => metadata.name)).toEqual([
      "one",
      "two",
    ]);
  });

  it("begins anew, whole, when its snapshot expired", async () => {
    const kube = await client((request, response) => {
      const url = request.url ?? "";
      if (url.includes("continue")) sendJson(response, 410, { kind: "Status" });
      else sendJson(response, 200, url.includes("limit") ? page(["one"], "next") : page(["one", "two"]));
    });
    expect((await kube.list("/api/v1/pods")).items).toHaveLength(2);
  });

  it("that is refused says what was asked for", async () => {
    const kube = await client((_request, response) => sendJson(response, 403, { message: "pods is forbidden" }));
    await expect(kube.list("/api/v1/pods")).rejects.toThrow("GET /api/v1/pods: 403 pods is forbidden");
  });
});

describe("writes", () => {
  it("go where discovery says, with what the API wants", async () => {
    const seen: unknown[] = [];
    const kube = await client(async (request, response) => {
      if (request.method === "GET") return serving(aggregated)(request, response);
      const { method, url, headers } = request;
      seen.push([method, url, headers["content-type"], JSON.parse(await bodyOf(request))]);
      return sendJson(response, 200, {});
    });
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" } };
    await kube.create(pod, { namespace: "n" });
    await kube.apply({ ...pod, metadata: { name: "p", namespace: "own" } }, { namespace: "n" });
    await kube.delete(
      { apiVersion: "v1", kind: "Pod", namespace: "n", name: "p" },
      { uid: "u", gracePeriodSeconds: 0 },
    );
    const ref = { apiVersion: "v1", kind: "Node", name: "a" };
    await kube.patch(ref, { spec: {} }, { contentType: "application/merge-patch+json", subresource: "status" });
    const options = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background", gracePeriodSeconds: 0 };
    expect(seen).toEqual([
      ["POST", "/api/v1/namespaces/n/pods", "application/json", pod],
      [
        "PATCH",
        "/api/v1/namespaces/own/pods/p?fieldManager=karat&force=true",
        "application/apply-patch+yaml",
        { ...pod, metadata: { name: "p", namespace: "own" } },
      ],
      ["DELETE", "/api/v1/namespaces/n/pods/p", "application/json", { ...options, preconditions: { uid: "u" } }],
      ["PATCH", "/api/v1/nodes/a/status", "application/merge-patch+json", { spec: {} }],
    ]);
  });
});

describe("the server's clock", () => {
  it("is read from the Date header", async () => {
    const kube = await client((_request, response) => {
      response.setHeader("date", new Date(Date.now() + 3_600_000).toUTCString());
      response.end("{}");
    });
    const { aheadMs } = await kube.serverTime();
    expect(Math.abs(aheadMs - 3_600_000)).toBeLessThan(2000);
  });
});

describe("access", () => {
  const rule = { verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: [] as string[] };
  const get = { verb: "get", group: "", resource: "pods" };

  it.each([
    [[rule], get, true],
    [[{ ...rule, verbs: ["*"], apiGroups: ["*"], resources: ["*"] }], { ...get, resource: "pods/log" }, true],
    [[{ ...rule, resources: ["*/log"] }], { ...get, resource: "pods/log" }, true],
    [[rule], { ...get, resource: "pods/log" }, false],
    [[rule], { ...get, verb: "list" }, false],
    [[rule], { ...get, group: "apps" }, false],
    [[{ ...rule, resourceNames: ["one"] }], get, false],
  ])("by %j: %j is %s", (rules, access, expected) => {
    expect(covers(rules, access)).toBe(expected);
  });

  it("is asked of the server, subresources apart", async () => {
    const asked: unknown[] = [];
    const kube = await client(async (request, response) => {
      asked.push(JSON.parse(await bodyOf(request)).spec);
      const rules = [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }];
      sendJson(response, 201, { status: { allowed: true, resourceRules: rules, incomplete: true } });
    });
    expect(await isAllowed(kube, { ...get, resource: "pods/log" })).toBe(true);
    expect(await grantedRules(kube, "n")).toEqual({ rules: [rule], complete: false });
    const resourceAttributes = { verb: "get", group: "", resource: "pods", subresource: "log" };
    expect(asked).toEqual([{ resourceAttributes }, { namespace: "n" }]);
  });
});
