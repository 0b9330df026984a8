import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import { type Operator, operatorSchema } from "../../run/operator.js";

export const SETUP = "setup";

/** What an experiment was about, as its check noted it. */
const Setup = z.object({
  nonce: z.string().min(8),
  /** Null where none is known to be installed and the user named none. */
  operator: operatorSchema.nullable(),
  /** API versions in which the operator's custom resource is served. */
  served: z.array(z.string()),
  /** Operators that were recognised and are not suited, in words. */
  unsuited: z.array(z.string()),
});

export interface GivenSetup {
  nonce: string;
  operator: Operator;
  /** What people call it. */
  title: string;
}

/** @throws Undecidable where there was no operator to experiment with */
export function givenSetup(facts: Facts): GivenSetup {
  const { nonce, operator, served, unsuited } = Setup.parse(facts.value(SETUP));
  const next = "install one, or describe the platform's own by --operator FILE";
  if (operator === null) {
    const others = unsuited.length > 0 ? `; found ${unsuited.join(", ")}` : "";
    throw new Undecidable(`no AI operator that karat can experiment with is installed${others}: ${next}`);
  }
  const title = operator.name ?? operator.id;
  if (served.length === 0) throw new Undecidable(`${title} is not installed: ${operator.crd} is not served; ${next}`);
  return { nonce, operator, title };
}

/** The run's nonce, of experiments without an operator too. */
export function givenNonce(facts: Facts): string {
  return Setup.pick({ nonce: true }).parse(facts.value(SETUP)).nonce;
}
