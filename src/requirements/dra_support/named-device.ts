import { z } from "zod";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { allocatedTo, deviceName, expectAllocated, expectStarted } from "../probing/allocated.js";
import { claimOf, identityOf, selecting } from "../probing/claims.js";
import { givenSetup, SETUP } from "../probing/setup.js";
import { Stage } from "../probing/stage.js";
import { identities } from "./identities.js";
import { RULES } from "../probing/rules.js";

const Named = z.object({ identity: z.string().min(1) });

/** By identity, so that exactly one device will do; the last one, so that a scheduler that ignores it takes another. */
export const namedDevice: Check = {
  id: "dra_support/named-device",
  kind: "positive",
  proves: "a claim whose selector names one device gets that very device, and the container sees it and no other",
  needs: { node: "whole", access: "dra" },
  seconds: { typical: 2, deadline: 300 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./named-device.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const { driver, all } = identities(stage);
    const identity = all.at(-1)!;
    observer.value("named", { identity });
    observer.step(`claim ${identity} on ${stage.pool.node}`);
    const pod = await stage.requesting(manifests, "named", {
      edit: (claim) => (claim["spec"].devices.requests[0].exactly.selectors = [selecting(driver, identity)]),
    });
    await stage.probe(pod);
  },

  judge(facts, expect) {
    const { identity } = Named.parse(facts.value("named"));
    const { devices, free } = givenSetup(facts);
    // Who else holds what is not known: it may be this very device.
    if (free !== devices)
      throw new Undecidable(`of the node's ${devices} accelerators others hold some: ${free} were free`);
    if (!expectStarted(facts, expect, "named")) return;
    const result = allocatedTo(facts, "named").get("accelerator");
    if (!result) throw new Undecidable("the claim shows no device for its request");
    const given = identityOf(facts, result);
    expect("the claim was given the device that its selector names", {
      held: given === identity,
      expected: identity,
      seen: `${given} (${deviceName(result)})`,
      evidence: [SETUP, "named", claimOf("named"), "slices"],
    });
    expectAllocated(facts, expect, "named", "probe", result);
  },
};
