import { describe, expect, it } from "vitest";
import type { ApiObject } from "../kube/index.js";
import { discoverAccelerators } from "./discover.js";
import type { ClusterLists, Vendor } from "./discover-lists.js";
import { tolerations } from "./discover-nodes.js";

const vendor: Vendor = {
  id: "acme",
  name: "Acme",
  drivers: [{ name: "gpu.acme.test", isAccelerator: (attributes) => attributes["type"]?.string !== "partition" }],
  resources: ["acme.test/gpu"],
  advertisedDriver: { attributes: [], labels: [["acme.test/major", "acme.test/minor"]] },
};

const node = (name: string, more: { spec?: object; allocatable?: object; ready?: string } = {}): ApiObject => ({
  metadata: { name },
  spec: more.spec ?? {},
  status: {
    allocatable: { cpu: "2", ...more.allocatable },
    conditions: [{ type: "Ready", status: more.ready ?? "True", reason: "KubeletReady" }],
  },
});

const slice = (name: string, devices: object[], more: { spec?: object; pool?: object } = {}): ApiObject => ({
  spec: {
    driver: "gpu.acme.test",
    nodeName: name,
    pool: { name, generation: 1, resourceSliceCount: 1, ...more.pool },
    devices,
    ...more.spec,
  },
});

const claim = (...results: object[]): ApiObject => ({
  status: { allocation: { devices: { results: results.map((each) => ({ driver: "gpu.acme.test", ...each })) } } },
});

const pod = (nodeName: string, containers: object[], more: { init?: object[]; status?: object } = {}): ApiObject => ({
  metadata: { name: "p", namespace: "n" },
  spec: { nodeName, containers, initContainers: more.init ?? [] },
  status: { phase: "Running", ...more.status },
});

const wants = (count: number, more: object = {}): object => ({
  name: "c",
  resources: { limits: { "acme.test/gpu": String(count) }, requests: { "acme.test/gpu": String(count) } },
  ...more,
});

const discover = (lists: Partial<ClusterLists>) =>
  discoverAccelerators({ nodes: [], pods: [], resourceSlices: [], deviceClasses: [], resourceClaims: [], ...lists }, [
    vendor,
  ]);

const gpus = [{ name: "gpu-0" }, { name: "gpu-1" }];

describe("by DRA", () => {
  it("a device that an allocated claim holds is not free", () => {
    const { pools } = discover({
      nodes: [node("a")],
      resourceSlices: [slice("a", gpus)],
      resourceClaims: [claim({ pool: "a", device: "gpu-0" }), claim({ pool: "b", device: "gpu-1" }), { status: {} }],
    });
    expect(pools).toMatchObject([{ node: "a", access: "dra", vendor: "acme", driver: "gpu.acme.test", free: 1 }]);
    expect(pools[0]?.devices.map(({ id }) => id)).toEqual(["gpu.acme.test/a/gpu-0", "gpu.acme.test/a/gpu-1"]);
  });

  it("admin access holds nothing", () => {
    const resourceClaims = [claim({ pool: "a", device: "gpu-0", adminAccess: true })];
    const { pools } = discover({ nodes: [node("a")], resourceSlices: [slice("a", gpus)], resourceClaims });
    expect(pools[0]?.free).toBe(2);
  });

  it("partitions are no accelerators, and one in use takes its device", () => {
    const counters = (set: string) => ({ consumesCounters: [{ counterSet: set, counters: {} }] });
    const partition = { name: "gpu-0-half", attributes: { type: { string: "partition" } }, ...counters("gpu-0") };
    const devices = [{ name: "gpu-0", ...counters("gpu-0") }, { name: "gpu-1", ...counters("gpu-1") }, partition];
    const lists = { nodes: [node("a")], resourceSlices: [slice("a", devices)] };
    expect(discover(lists).pools).toMatchObject([{ free: 2, devices: [{}, {}] }]);
    const resourceClaims = [claim({ pool: "a", device: "gpu-0-half" })];
    expect(discover({ ...lists, resourceClaims }).pools).toMatchObject([{ free: 1, devices: [{}, {}] }]);
  });

  it("only the newest generation of a pool counts", () => {
    const old = slice("a", [...gpus, { name: "gone" }], { pool: { generation: 1 } });
    const { pools } = discover({
      nodes: [node("a")],
      resourceSlices: [old, slice("a", gpus, { pool: { generation: 2 } })],
    });
    expect(pools[0]?.devices).toHaveLength(2);
  });

  it("what cannot be used is told: an incomplete pool, a pool of many nodes, tainted devices", () => {
    const { pools, leftOut } = discover({
      nodes: [node("a"), node("c")],
      resourceSlices: [
        slice("a", gpus, { pool: { resourceSliceCount: 2 } }),
        slice("b", gpus, { spec: { nodeName: undefined, allNodes: true } }),
        slice("c", [gpus[0] as object, { name: "sick", taints: [{ key: "unhealthy", effect: "NoExecute" }] }]),
      ],
    });
    expect(pools).toMatchObject([{ node: "c", devices: [{ id: "gpu.acme.test/c/gpu-0" }], free: 1 }]);
    expect(leftOut.map(({ node, devices, reason }) => `${node} ${devices} ${reason}`)).toEqual([
      "a 2 1 of 2 ResourceSlices of its pool are there",
      "b 2 pool b of gpu.acme.test belongs to no single node",
      "c 1 devices tainted by the driver",
    ]);
  });

  it("v1beta1 is read as well", () => {
    const basic = { attributes: { uuid: { string: "u" } }, capacity: { memory: { value: "80Gi" } } };
    const { pools } = discover({ nodes: [node("a")], resourceSlices: [slice("a", [{ name: "gpu-0", basic }])] });
    expect(pools[0]?.devices).toEqual([{ id: "gpu.acme.test/a/gpu-0", ...basic }]);
  });

  it("the class is the one that stands for the vendor's extended resource, else that of the driver's name", () => {
    const named = { metadata: { name: "gpu.acme.test" }, spec: {} };
    const selecting = {
      metadata: { name: "big" },
      spec: { selectors: [{ cel: { expression: "device.driver == 'gpu.acme.test'" } }] },
    };
    const extended = { ...selecting, spec: { ...selecting.spec, extendedResourceName: "acme.test/gpu" } };
    const other = { metadata: { name: "other" }, spec: { extendedResourceName: "acme.test/gpu" } };
    const of = (deviceClasses: ApiObject[]) =>
      discover({ nodes: [node("a")], resourceSlices: [slice("a", gpus)], deviceClasses }).pools[0];
    expect(of([other, selecting, named])).toMatchObject({ deviceClass: "gpu.acme.test" });
    expect(of([named, other, extended])).toMatchObject({ deviceClass: "big", resource: "acme.test/gpu" });
    expect(of([other])).not.toHaveProperty("deviceClass");
  });
});

it("a node that bears a label of a driver and serves nothing is named", () => {
  const labelled = (name: string, allocatable?: object): ApiObject => {
    const object = node(name, allocatable ? { allocatable } : {});
    return { ...object, metadata: { name, labels: { "acme.test/minor": "3" } } };
  };
  const { unserved } = discover({ nodes: [labelled("a"), labelled("b", { "acme.test/gpu": "1" }), node("c")] });
  expect(unserved).toEqual([{ node: "a", reason: "labelled as running Acme's driver, but serves no accelerator" }]);
});

it("what a user described stands in its pools, and is claimed by the class that the user named", () => {
  const description = { id: "acme" } as NonNullable<Vendor["description"]>;
  const drivers = [{ name: "gpu.acme.test", deviceClass: "whole", isAccelerator: () => true }];
  const selectors = [{ cel: { expression: "device.driver == 'gpu.acme.test'" } }];
  const classes = ["part", "gpu.acme.test", "whole"].map((name) => ({ metadata: { name }, spec: { selectors } }));
  const { pools } = discoverAccelerators(
    {
      nodes: [node("a", { allocatable: { "acme.test/gpu": "1" } })],
      pods: [],
      resourceSlices: [slice("a", gpus)],
      deviceClasses: classes,
      resourceClaims: [],
    },
    [{ ...vendor, description, drivers }],
  );
  expect(pools).toMatchObject([
    { access: "dra", description, deviceClass: "whole" },
    { access: "device-plugin", description },
  ]);
});

describe("by device plugin", () => {
  const nodes = [node("a", { allocatable: { "acme.test/gpu": "4" } })];

  it.each([
    ["containers together", pod("a", [wants(1), wants(2)]), 1],
    ["the largest init container if it needs more", pod("a", [wants(1)], { init: [wants(3), wants(2)] }), 1],
    [
      "sidecars with the containers",
      pod("a", [wants(1)], { init: [wants(1, { restartPolicy: "Always" }), wants(1)] }),
      2,
    ],
    ["nothing of a pod that has ended", pod("a", [wants(3)], { status: { phase: "Succeeded" } }), 4],
    ["nothing of a pod elsewhere", pod("b", [wants(3)]), 4],
    [
      "nothing of a container that DRA served under the same name",
      pod("a", [wants(1), wants(1, { name: "dra" })], {
        status: {
          extendedResourceClaimStatus: {
            requestMappings: [{ containerName: "dra", resourceName: "acme.test/gpu", requestName: "r" }],
          },
        },
      }),
      3,
    ],
  ])("pods hold %s", (_, holder, free) => {
    expect(discover({ nodes, pods: [holder] }).pools).toMatchObject([
      { access: "device-plugin", resource: "acme.test/gpu", free, devices: [{}, {}, {}, {}] },
    ]);
  });

  it("more than there is leaves nothing free, and zero is no pool", () => {
    expect(discover({ nodes, pods: [pod("a", [wants(9)])] }).pools[0]?.free).toBe(0);
    expect(discover({ nodes: [node("a", { allocatable: { "acme.test/gpu": "0" } })] }).pools).toEqual([]);
  });
});

describe("both ways", () => {
  it("on one node are two pools, and what DRA serves as extended resource stands in neither twice", () => {
    const { pools } = discover({
      nodes: [node("a", { allocatable: { "acme.test/gpu": "1" } }), node("b")],
      resourceSlices: [slice("a", [gpus[0] as object]), slice("b", gpus)],
      deviceClasses: [{ metadata: { name: "gpu.acme.test" }, spec: { extendedResourceName: "acme.test/gpu" } }],
      resourceClaims: [claim({ pool: "a", device: "gpu-0" })],
    });
    expect(pools.map(({ node, access, devices, free }) => [node, access, devices.length, free])).toEqual([
      ["a", "dra", 1, 0],
      ["b", "dra", 2, 2],
      ["a", "device-plugin", 1, 1],
    ]);
  });
});

describe("nodes", () => {
  const allocatable = { "acme.test/gpu": "1" };
  it.each([
    ["not ready (KubeletReady)", { ready: "Unknown" }],
    ["cordoned", { spec: { unschedulable: true } }],
    ["tainted dedicated:NoSchedule", { spec: { taints: [{ key: "dedicated", effect: "NoSchedule" }] } }],
  ])("that are %s are left out", (reason, more) => {
    const { pools, leftOut } = discover({ nodes: [node("a", { allocatable, ...more })] });
    expect(pools).toEqual([]);
    expect(leftOut).toEqual([{ node: "a", access: "device-plugin", devices: 1, reason }]);
  });

  it("that are tainted for accelerator users only are kept, and our pods tolerate it", () => {
    const taints = [
      { key: "acme.test/gpu", effect: "NoSchedule" },
      { key: "slow", effect: "PreferNoSchedule" },
    ];
    expect(discover({ nodes: [node("a", { allocatable, spec: { taints } })] }).pools).toHaveLength(1);
    expect(tolerations(vendor)).toEqual([{ key: "acme.test/gpu", operator: "Exists" }]);
  });
});

it("names what no adapter knows", () => {
  const { pools, unknown } = discover({
    nodes: [node("a", { allocatable: { "other.test/npu": "1", "hugepages-2Mi": "0", "x.kubernetes.io/y": "1" } })],
    resourceSlices: [slice("a", gpus, { spec: { driver: "net.other.test" } })],
  });
  expect(pools).toEqual([]);
  expect(unknown).toEqual(["net.other.test", "other.test/npu"]);
});
