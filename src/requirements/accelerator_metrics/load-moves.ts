import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import type { Expect } from "../../run/expect.js";
import { RULES as CLAIMING } from "../probing/rules.js";
import { seen } from "../probing/pods.js";
import { observeLoad, shownIn } from "./experiment.js";
import { LOAD } from "./load.js";
import { course, fell, MOVING, rose, type Track } from "./movement.js";
import { RULES } from "./rules.js";

export const loadMoves: Check = {
  id: "accelerator_metrics/load-moves",
  kind: "positive",
  proves:
    "utilisation and memory in use of an accelerator rise when a pod that was given it uses it, and fall afterwards",
  needs: { node: "whole", devices: 1 },
  seconds: { typical: 20, deadline: 700 },
  rules: [...RULES, ...CLAIMING],

  observe: (observer) => observeLoad(observer, new URL("./load-moves.yaml", import.meta.url)),

  judge(facts, expect) {
    const { loaded, evidence } = shownIn(facts);
    for (const quantity of MOVING) {
      for (const track of loaded.filter((each) => each.quantity === quantity)) expectMoved(expect, track, evidence);
    }
    expectAttributed(facts, expect, loaded);
  },
};

function expectMoved(expect: Expect, track: Track, evidence: string[]): void {
  const moved = rose(track);
  expect(`${track.name} of the accelerator in use rises, and falls afterwards`, {
    held: moved && fell(track),
    expected: "more than at rest while a pod uses it, and no more when that is gone",
    seen: `${track.device}: ${course(track)}`,
    evidence,
  });
}

/** Where an exporter says whose an accelerator is, it must be right. */
function expectAttributed(facts: Facts, expect: Expect, loaded: readonly Track[]): void {
  const { namespace } = z.object({ namespace: z.string() }).parse(facts.present(seen(LOAD))["metadata"]);
  const told = loaded.flatMap(({ name, values }) => {
    const holder = holderIn(values.during.at(-1)?.labels);
    return holder ? [{ name, ...holder }] : [];
  });
  for (const { name, pod, in: where } of told) {
    expect(`${name} names the pod that was given the accelerator`, {
      held: pod === LOAD && (where === undefined || where === namespace),
      expected: `${namespace}/${LOAD}`,
      seen: `${where ?? "?"}/${pod}`,
      evidence: [seen(LOAD), "moments"],
    });
  }
}

/** Prometheus calls a metric's own label `exported_…` where the scraped pod has one of that name. */
function holderIn(
  labels: ReadonlyMap<string, string> | undefined,
): { pod: string; in: string | undefined } | undefined {
  const prefix = labels?.has("job") && labels.has("instance") ? "exported_" : "";
  const pod = labels?.get(`${prefix}pod`);
  return pod ? { pod, in: labels?.get(`${prefix}namespace`) } : undefined;
}
