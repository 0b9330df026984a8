import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { allocatedTo, expectAllocated, expectStarted } from "../probing/allocated.js";
import { claimOf, identityOf, selecting } from "../probing/claims.js";
import { evidenceOf, sightOf } from "../probing/pods.js";
import { givenDriver, givenSetup } from "../probing/setup.js";
import { Stage } from "../probing/stage.js";
import { identities } from "./identities.js";
import { RULES } from "../probing/rules.js";

const REQUESTS = ["left", "right"] as const;
type Request = (typeof REQUESTS)[number];

const Wanted = z.record(z.enum(REQUESTS), z.string().min(1));

/** What the configuration of a request carries: nothing that could be in a container otherwise. */
const token = (nonce: string, request: Request): string => `${nonce}-${request}`;

export const ownRequestEach: Check = {
  id: "dra_support/own-request-each",
  kind: "positive",
  proves: "of a claim with two requests each container gets the device and the configuration of its own request only",
  needs: { node: "whole", devices: 2, access: "dra" },
  seconds: { typical: 2, deadline: 300 },
  rules: RULES,

  notApplicable({ pools }) {
    const dra = pools.filter(({ access }) => access === "dra");
    if (dra.length === 0 || dra.some(({ devices }) => devices.length > 1)) return undefined;
    return `no node has two accelerators that DRA serves: ${dra.map(({ node, devices }) => `${node} has ${devices.length}`).join(", ")}`;
  },

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./own-request-each.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const { driver, all } = identities(stage);
    const wanted = { left: all.at(-1)!, right: all[0]! };
    observer.value("wanted", wanted);
    observer.step(`claim two devices on ${stage.pool.node}, one for each container`);
    const pod = await stage.requesting(manifests, "pair", {
      edit: (claim) => {
        const { devices } = claim["spec"];
        for (const request of devices.requests as ApiObject[]) {
          request["exactly"].selectors = [selecting(driver, wanted[request["name"] as Request])];
        }
        if (!driver.configuration) return;
        devices.config = REQUESTS.map((request) => ({
          requests: [request],
          opaque: { driver: driver.name, parameters: driver.configuration?.carrying(token(observer.nonce, request)) },
        }));
      },
    });
    await stage.probe(pod);
  },

  judge(facts, expect) {
    const wanted = Wanted.parse(facts.value("wanted"));
    const { devices, free } = givenSetup(facts);
    if (free !== devices)
      throw new Undecidable(`of the node's ${devices} accelerators others hold some: ${free} were free`);
    if (!expectStarted(facts, expect, "pair")) return;
    const allocated = allocatedTo(facts, "pair");
    for (const request of REQUESTS) {
      const result = allocated.get(request);
      if (!result) throw new Undecidable(`the claim shows no device for its request ${request}`);
      const given = identityOf(facts, result);
      expect(`request ${request} was given the device that it names`, {
        held: given === wanted[request],
        expected: wanted[request],
        seen: given,
        evidence: ["wanted", claimOf("pair"), "slices"],
      });
      expectAllocated(facts, expect, "pair", request, result);
      expectConfiguration(facts, expect, request);
    }
  },
};

/** Drivers that hand no configuration to containers have nothing to show here. */
function expectConfiguration(facts: Facts, expect: Expect, request: Request): void {
  const { configuration } = givenDriver(facts);
  if (!configuration) return;
  const { environment } = sightOf(facts, "pair", request);
  const { nonce } = givenSetup(facts);
  const seen = configuration.seen(environment);
  expect(`container ${request} was given the configuration of its own request`, {
    held:
      seen.length === 1 && REQUESTS.every((other) => seen[0]?.includes(token(nonce, other)) === (other === request)),
    expected: JSON.stringify(configuration.carrying(token(nonce, request))),
    seen: seen.join(", ") || "none",
    evidence: evidenceOf("pair", request),
  });
}
