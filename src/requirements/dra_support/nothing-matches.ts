import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { ACCESS } from "../../run/durations.js";
import { allocatedTo } from "../probing/allocated.js";
import { isAllocated, selecting } from "../probing/claims.js";
import { sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage } from "../probing/stage.js";
import { expectWaiting, slowestAllocation, watchWaiting, windowAfter } from "../probing/waiting.js";
import { identities } from "./identities.js";

/**
 * Each half of the selector is true of a device (of the only one, and of none, where there is one): the claim fails by
 * what it says, not by an attribute that lacks.
 */
export const nothingMatches: Check = {
  id: "dra_support/nothing-matches",
  kind: "negative",
  proves: "a claim whose selector no device can satisfy is never allocated, though a device is free",
  needs: { devices: 1, access: "dra" },
  seconds: { typical: 11, deadline: 480 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./nothing-matches.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const { driver, all } = identities(stage);

    observer.step("a claim that a device satisfies");
    const kind = { apiVersion: stage.apiVersion, kind: "ResourceClaim" };
    const [versions, { whole }] = await Promise.all([
      observer.hold("control.claims", kind, ACCESS.start, (seen) => seen.some(({ object }) => isAllocated(object))),
      stage.requesting(manifests, "satisfiable", { as: "before" }).then(async (pod) => {
        const performed = await stage.probe(pod);
        if (performed.whole) await stage.giveBack(pod);
        return performed;
      }),
    ]);
    if (!whole) return;

    const seconds = windowAfter(slowestAllocation(versions) ?? 0);
    observer.step(`a claim that none satisfies, watched for ${seconds.toFixed(0)} s`);
    const name = "unsatisfiable";
    const pod = await stage.requesting(manifests, name, {
      edit: (claim) => {
        const other = all[1] ?? `not ${all[0]}`;
        const selectors = [selecting(driver, all[0]!), selecting(driver, other)];
        claim["spec"].devices.requests[0].exactly.selectors = selectors;
      },
    });
    const { status } = await stage.create(pod);
    if (status !== 201) return;
    await watchWaiting(observer, { name, apiVersion: stage.apiVersion, seconds });

    observer.step("the first claim again");
    await stage.probe(await stage.requesting(manifests, "satisfiable", { as: "after" }));
  },

  judge(facts, expect) {
    expectRan(facts, "before");
    const waited = expectWaiting(facts, expect, "unsatisfiable", "control.claims", "though a device is free");
    // A claim that was given a device by mistake may have taken this one's.
    if (waited) expectRan(facts, "after");
  },
};

/** @throws Undecidable when a claim that is in order was not served: then the other one's wait shows nothing */
function expectRan(facts: Facts, pod: string): void {
  sightOf(facts, pod, "probe");
  allocatedTo(facts, pod);
}
