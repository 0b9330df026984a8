import { describe, expect, test } from "vitest";
import { isReady } from "./node.js";
import { nextNode } from "./nodes.js";

const node = (name: string, index: number) => ({
  name,
  index,
  devices: 2,
  access: "dra" as const,
  persona: "nvidia" as const,
});

describe("a new node's place", () => {
  test("is the lowest free index, so that addresses are used again", () => {
    expect(nextNode([node("node1", 1), node("node3", 3)])).toEqual({ name: "node2", index: 2 });
    expect(nextNode([])).toEqual({ name: "node1", index: 1 });
  });

  test("keeps the name it is given, and passes names that are taken", () => {
    expect(nextNode([node("node1", 1)], "big")).toEqual({ name: "big", index: 2 });
    expect(nextNode([node("node1", 2)])).toEqual({ name: "node3", index: 3 });
  });
});

describe("Ready", () => {
  const ready = { type: "Ready", status: "True" };

  test("needs the condition, and the taint gone", () => {
    expect(isReady({ spec: {}, status: { conditions: [ready] } })).toBe(true);
    expect(isReady({ spec: {}, status: {} })).toBe(false);
    expect(isReady({ spec: {}, status: { conditions: [{ ...ready, status: "Unknown" }] } })).toBe(false);
    const tainted = { spec: { taints: [{ key: "node.kubernetes.io/not-ready" }] }, status: { conditions: [ready] } };
    expect(isReady(tainted)).toBe(false);
  });
});
