import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { RULES as CLAIMING } from "../probing/rules.js";
import { observeLoad, shownIn } from "./experiment.js";
import { course, MOVING, RISE, rise, rose } from "./movement.js";
import { RULES } from "./rules.js";

export const neighbourStill: Check = {
  id: "accelerator_metrics/neighbour-still",
  kind: "negative",
  proves: "what is published of an accelerator that nobody uses does not move while the one beside it is in use",
  needs: { node: "whole", devices: 2 },
  seconds: { typical: 20, deadline: 700 },
  rules: [...RULES, ...CLAIMING],

  notApplicable({ pools }) {
    if (pools.length === 0 || pools.some(({ devices }) => devices.length > 1)) return undefined;
    return `no node has two accelerators: ${pools.map(({ node, devices }) => `${node} has ${devices.length}`).join(", ")}`;
  },

  observe: (observer) => observeLoad(observer, new URL("./neighbour-still.yaml", import.meta.url)),

  judge(facts, expect) {
    const { loaded, others, evidence } = shownIn(facts);
    for (const quantity of MOVING) {
      if (loaded.some((track) => track.quantity === quantity && rose(track))) continue;
      throw new Undecidable(
        `the ${quantity} of the accelerator in use did not move either; see accelerator_metrics/load-moves`,
      );
    }
    if (others.length === 0)
      throw new Undecidable("only one accelerator is published; see accelerator_metrics/every-device");
    for (const track of others.flat()) {
      const most = Math.max(rise(track), rise(track, "after"));
      expect(`${track.name} of an accelerator that nobody uses stays as it is`, {
        held: most < RISE[track.quantity] / 2,
        expected: "what it was before",
        seen: `${track.device}: ${course(track)}`,
        evidence,
      });
    }
  },
};
