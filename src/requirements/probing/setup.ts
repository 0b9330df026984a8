import { z } from "zod";
import { type Adapter, adapterOf, descriptionSchema, type DraDriver } from "../../accelerators/index.js";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";

/** Where and how an experiment took place, as its check noted it. */
const Setup = z.object({
  nonce: z.string().min(8),
  node: z.string().min(1),
  access: z.enum(["dra", "device-plugin"]).optional(),
  vendor: z.string().optional(),
  /** What the user wrote about the vendor, where karat does not know it. */
  description: descriptionSchema.optional(),
  driver: z.string().optional(),
  /** How many accelerators the node advertises this way. */
  devices: z.int().min(1).optional(),
  /** How many of them nobody held when the run began. */
  free: z.int().min(0).optional(),
});
export type Setup = z.infer<typeof Setup>;

export const SETUP = "setup";

/** @param place what follows the fact's name, where an experiment has several places */
export function givenSetup(facts: Facts, place = ""): Setup {
  return Setup.parse(facts.value(SETUP + place));
}

/** The vendor whose accelerators the experiment was about. @throws Undecidable when the facts name none */
export function givenAdapter(facts: Facts, place = ""): Adapter {
  const { vendor, description } = givenSetup(facts, place);
  if (vendor === undefined) throw new Undecidable("the facts do not say whose accelerators these are");
  return adapterOf({ vendor, description });
}

/** The DRA driver that the experiment was about. @throws Undecidable when the facts name none */
export function givenDriver(facts: Facts): DraDriver {
  const { driver } = givenSetup(facts);
  const known = givenAdapter(facts).drivers.find(({ name }) => name === driver);
  if (!known) throw new Undecidable(`the facts name no known DRA driver but ${driver}`);
  return known;
}
