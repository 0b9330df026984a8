import { expect, test } from "vitest";
import { readManifests } from "../../run/manifests.js";
import type { Observer } from "../../run/observer.js";
import { ordinaryPod } from "../cluster_autoscaling/ordinary-pod.js";
import { plainPod } from "../dra_support/plain-pod.js";
import { MadeUpFacts, NONCE } from "./testing.js";

/** A cluster whose admission refuses every pod. */
function refusing(facts: MadeUpFacts): Observer {
  const body = { message: "pods here must come from the bakery" };
  const observer: Partial<Observer> = {
    inventory: { pools: [] } as unknown as Observer["inventory"],
    nonce: NONCE,
    step: () => {},
    manifests: readManifests,
    list: async () => [],
    value: () => {},
    create: async (name) => {
      facts.note(name, "response", { method: "POST", path: "", status: 403, body });
      return { status: 403, body };
    },
    until: async (name) => {
      throw new Error(`${name} is waited for`);
    },
  };
  return observer as Observer;
}

test.each([plainPod, ordinaryPod])("$id does not wait for a pod that was refused, and says why", async (check) => {
  const facts = new MadeUpFacts();
  await check.observe(refusing(facts));
  const { verdict, reason } = facts.judge(check);
  expect(verdict).toBe("inconclusive");
  expect(reason).toContain("403 pods here must come from the bakery");
});

test.each([plainPod, ordinaryPod])("$id names the refusal, though nothing else was noted", (check) => {
  const facts = new MadeUpFacts();
  facts.observations.splice(0);
  facts.note(`${check === plainPod ? "plain" : "ordinary"}.created`, "response", {
    method: "POST",
    path: "",
    status: 403,
    body: { message: "no" },
  });
  expect(facts.judge(check).reason).toContain("403 no");
});
