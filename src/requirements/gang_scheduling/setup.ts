import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { Undecidable, type Expect } from "../../run/expect.js";
import type { GangScheduler } from "./scheduler.js";
import { chosenScheduler, SCHEDULERS } from "./schedulers/index.js";
import { gangSize } from "./stage.js";

const Setup = z.object({
  node: z.string().min(1),
  devices: z.int().min(2),
  nonce: z.string().min(8),
  scheduler: z.string().nullable(),
  resource: z.string().optional(),
});
const Apis = z.record(z.string(), z.array(z.string()));

/** The experiment as it was set up, read back from the facts. */
export interface GivenSetup {
  node: string;
  devices: number;
  /** Pods of a gang. */
  size: number;
  nonce: string;
}

export function givenSetup(facts: Facts): GivenSetup {
  const { node, devices, nonce } = Setup.parse(facts.value("setup"));
  return { node, devices, nonce, size: gangSize(devices) };
}

/** Holds that there is a gang scheduler at all; undefined where discovery shows none. */
export function expectScheduler(facts: Facts, expect: Expect): GangScheduler | undefined {
  const setup = Setup.parse(facts.value("setup"));
  const apis = Apis.parse(facts.value("apis"));
  const used = SCHEDULERS.find(({ id }) => id === setup.scheduler);
  const served = chosenScheduler({ apis, resource: setup.resource });
  if (used ? !used.serves({ apis, resource: setup.resource }) : served || setup.scheduler !== null) {
    throw new Undecidable(
      `the setup names ${setup.scheduler} as gang scheduler, discovery shows ${served?.id ?? "none"}`,
    );
  }
  expect("the cluster serves the API of a gang scheduler that karat knows", {
    held: used !== undefined,
    expected: `one of ${SCHEDULERS.map(({ title }) => title).join(", ")}`,
    seen: used?.title ?? "none",
    evidence: ["apis", "setup"],
  });
  return used;
}

/** The scheduler that the experiment used, where there is one. */
export function usedScheduler(facts: Facts): GangScheduler | undefined {
  const { scheduler } = Setup.parse(facts.value("setup"));
  return SCHEDULERS.find(({ id }) => id === scheduler);
}

/** What the scheduler said outside of pods, raw. */
export function opinionsOf(facts: Facts, scheduler: GangScheduler, name: string): ApiObject[] {
  return scheduler.opinions ? facts.list(name) : [];
}
