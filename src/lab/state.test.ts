import { expect, it } from "vitest";
import { parseState } from "./state.js";

const node = { name: "node1", index: 1, devices: 2, access: "dra" };
const lab = { name: "dev", port: 16443, flags: {}, containerd: {}, images: [], tags: [] };

it("each node has a persona of its own", () => {
  const nodes = [
    { ...node, persona: "nvidia" },
    { ...node, name: "node2", index: 2, persona: "amd" },
  ];
  expect(parseState({ ...lab, nodes }).nodes.map(({ persona }) => persona)).toEqual(["nvidia", "amd"]);
});

it("a lab from before had one persona for all its nodes, and may have been given nodes since", () => {
  const nodes = [node, { ...node, name: "node2", index: 2, persona: "amd" }];
  const state = parseState({ ...lab, persona: "generic", nodes });
  expect(state.nodes.map(({ persona }) => persona)).toEqual(["generic", "amd"]);
  expect(state).not.toHaveProperty("persona");
});

it("what is no lab's state is refused", () => {
  expect(() => parseState({ ...lab, nodes: [node] })).toThrow(/persona/);
  expect(() => parseState({ ...lab, persona: "unheard-of", nodes: [node] })).toThrow(/persona/);
});
