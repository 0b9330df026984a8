import { expect, test } from "vitest";
import type { ApiObject } from "../../record/facts.js";
import { readManifests } from "../../run/manifests.js";
import type { Observer } from "../../run/observer.js";
import { Scene } from "./scene.js";
import { RESOURCE } from "./testing.js";

function node(name: string, more: { deleted?: string; ready?: string; taints?: object[] } = {}): ApiObject {
  return {
    metadata: { name, ...(more.deleted === undefined ? {} : { deletionTimestamp: more.deleted }) },
    spec: { taints: more.taints ?? [] },
    status: { conditions: [{ type: "Ready", status: more.ready ?? "True" }] },
  };
}

test("guards stand on nodes that other pods could be put on, and on no others: they would not go away again", async () => {
  const nodes = [
    node("plain"),
    node("accelerated", { taints: [{ key: RESOURCE, effect: "NoSchedule" }] }),
    node("going", { deleted: "2026-01-01T00:00:00Z" }),
    node("disrupted", { taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }] }),
    node("lost", { ready: "Unknown" }),
  ];
  const guarded: unknown[] = [];
  const observer: Partial<Observer> = {
    inventory: {
      pools: [
        { node: "accelerated", access: "device-plugin", vendor: "generic", resource: RESOURCE, devices: [], free: 0 },
      ],
      apis: {},
    } as unknown as Observer["inventory"],
    nonce: "0123456789abcdef",
    manifests: readManifests,
    value: () => {},
    list: async () => nodes,
    create: async (_, { spec }) => {
      guarded.push(spec.nodeName);
      return { status: 201, body: {} };
    },
  };
  const scene = await Scene.open(observer as Observer, new URL("./no-need-no-growth.yaml", import.meta.url));
  await scene.guard();
  expect(guarded).toEqual(["plain", "accelerated"]);
});
