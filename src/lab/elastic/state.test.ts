import { describe, expect, it } from "vitest";
import { MAX_NODES } from "../addresses.js";
import { NAME } from "../names.js";
import { freeSlot, isSlot } from "./state.js";

const taken = (...names: string[]) => names.map((name) => ({ name }));

describe("slots of machines on demand", () => {
  it("are the lowest that are free, so that addresses are used again", () => {
    expect(freeSlot([])).toEqual({ name: "elastic1", index: 101 });
    expect(freeSlot(taken("elastic1", "elastic3"))).toEqual({ name: "elastic2", index: 102 });
  });

  it("end where names and addresses do", () => {
    const all: string[] = [];
    for (let slot = freeSlot([]); slot; slot = freeSlot(taken(...all))) {
      expect(slot.name).toMatch(NAME);
      expect(isSlot(slot.name)).toBe(true);
      expect(slot.index).toBeLessThanOrEqual(MAX_NODES);
      all.push(slot.name);
    }
    expect(all).toHaveLength(9);
  });
});
