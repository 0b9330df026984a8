import { afterEach, beforeEach, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { connect, type Kube } from "../kube/index.js";
import { base64, bodyOf, kubeconfigText, scratch, sendJson, startServer, type TestServer } from "../kube/testing.js";
import { AccessLacking, preflight } from "./preflight.js";

const vendors = [
  {
    id: "acme",
    name: "Acme",
    drivers: [{ name: "gpu.acme.test", isAccelerator: () => true }],
    resources: ["acme.test/gpu"],
    advertisedDriver: { attributes: [], labels: [] },
  },
];

/** What the server grants: rules that it lists, and what a webhook allows beside. */
let granted: { rules: object[]; webhook: (attributes: Record<string, string>) => boolean };
let folder: ReturnType<typeof scratch>;
let server: TestServer;
let kube: Kube;

const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };
const resource = (plural: string, kind: string) => ({
  resource: plural,
  responseKind: { kind },
  scope: "Cluster",
  verbs: ["list"],
});
const answers: Record<string, unknown> = {
  "/version": { gitVersion: "v1.37.2", major: "1", minor: "37+", platform: "linux/amd64" },
  "/api": {
    kind: "APIGroupDiscoveryList",
    items: [{ metadata: {}, versions: [{ version: "v1", resources: [resource("pods", "Pod")] }] }],
  },
  "/apis": {
    kind: "APIGroupDiscoveryList",
    items: [
      {
        metadata: { name: "resource.k8s.io" },
        versions: [{ version: "v1", resources: [resource("resourceslices", "ResourceSlice")] }],
      },
    ],
  },
  "/api/v1/namespaces/kube-system": { metadata: { uid: "the-uid-of-kube-system" } },
  "/api/v1/nodes": {
    items: ["a", "cpu-only"].map((name) => ({
      metadata: { name },
      spec: {},
      status: {
        conditions: [{ type: "Ready", status: "True" }],
        allocatable: name === "a" ? { "acme.test/gpu": "2" } : {},
      },
    })),
  },
  "/api/v1/pods": {
    items: [
      {
        metadata: { name: "theirs", namespace: "n", uid: "u" },
        spec: {
          nodeName: "a",
          containers: [
            {
              name: "c",
              env: [{ name: "PASSWORD", value: "none-of-our-business" }],
              resources: { limits: { "acme.test/gpu": "1", cpu: "1" } },
            },
          ],
        },
        status: { phase: "Running" },
      },
      { metadata: { name: "other" }, spec: { containers: [{ name: "none-of-our-business" }] } },
    ],
  },
  "/apis/resource.k8s.io/v1/resourceslices": { items: [] },
  "/apis/resource.k8s.io/v1/deviceclasses": { items: [] },
  "/apis/resource.k8s.io/v1/resourceclaims": { items: [] },
};

beforeEach(async () => {
  granted = { rules: [everything], webhook: () => false };
  folder = scratch();
  server = await startServer(async (request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (request.method === "GET") return sendJson(response, answers[path] ? 200 : 404, answers[path] ?? {});
    const { spec } = JSON.parse(await bodyOf(request)) as { spec: { resourceAttributes: Record<string, string> } };
    if (path.endsWith("selfsubjectreviews")) {
      return sendJson(response, 201, { status: { userInfo: { username: "system:serviceaccount:ci:runner" } } });
    }
    const allowed = path.endsWith("accessreviews") && granted.webhook(spec.resourceAttributes);
    return sendJson(response, 201, { status: { resourceRules: granted.rules, allowed } });
  });
  const text = kubeconfigText({ server: server.url, "certificate-authority-data": base64(server.ca) });
  kube = connect({ kubeconfig: folder.file("config", text) });
});
afterEach(async () => {
  await kube.close();
  await server.close();
  folder.remove();
});

it("tells the cluster, the access and the accelerators", async () => {
  const { inventory, access, clockAheadMs } = await preflight(kube, { rules: [], vendors });
  expect(inventory).toMatchObject({
    cluster: {
      version: "v1.37.2",
      // printf %s the-uid-of-kube-system | sha256sum
      uidHash: "8c921505b2fb6c50cd6bf6402ba81af94cb3571c3180b5f42bfb05d8ea310505",
      platform: "linux/amd64",
    },
    minor: 37,
    pools: [{ node: "a", access: "device-plugin", free: 1 }],
    leftOut: [],
  });
  expect(access.lacking).toEqual([]);
  expect(Math.abs(clockAheadMs)).toBeLessThan(5000);
});

it("writes down what concerns accelerators, and of other people's pods only who holds some", async () => {
  const { facts } = await preflight(kube, { rules: [], vendors });
  const text = JSON.stringify(facts);
  expect(text).not.toContain("none-of-our-business");
  expect(text).not.toContain("cpu-only");
  expect(text).not.toContain("the-uid-of-kube-system");
  expect(facts.find(({ name }) => name === "accelerator-pods")?.data).toEqual([
    {
      namespace: "n",
      name: "theirs",
      uid: "u",
      node: "a",
      phase: "Running",
      containers: [{ name: "c", limits: { "acme.test/gpu": "1" } }],
    },
  ]);
});

it("prints the exact rule that lacks, ready to be applied, before it looks at anything", async () => {
  granted.rules = [
    {
      verbs: ["create", "delete", "deletecollection", "get", "list", "update", "watch"],
      apiGroups: ["", "resource.k8s.io"],
      resources: ["*"],
    },
  ];
  const rules = [
    { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["create", "patch"] },
    { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["patch"] },
    { apiGroups: ["not-served.test"], resources: ["queues"], verbs: ["create"] },
  ];
  const error = await preflight(kube, { rules, vendors }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(AccessLacking);
  const { message, next } = error as AccessLacking;
  expect(message).toBe(
    "system:serviceaccount:ci:runner may not do what the planned checks do: " +
      "patch pods, pods/log; patch resourceclaims (resource.k8s.io)",
  );
  const [role, binding] = parseAllDocuments(next.slice(next.indexOf("apiVersion"))).map((document) => document.toJS());
  expect(role.rules).toEqual([
    { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["patch"] },
    { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["patch"] },
  ]);
  expect(binding.roleRef.name).toBe(role.metadata.name);
  expect(binding.subjects).toEqual([{ kind: "ServiceAccount", namespace: "ci", name: "runner" }]);
});

it("believes an authorizer that allows without listing its rules", async () => {
  granted = { rules: [], webhook: ({ resource = "" }) => resource !== "nodes" };
  const error = await preflight(kube, { rules: [], vendors }).catch((error: unknown) => error);
  expect((error as AccessLacking).review.lacking).toEqual([{ apiGroups: [""], resources: ["nodes"], verbs: ["list"] }]);
});
