import { type Attributes, type DraDriver, identityIn } from "../../accelerators/index.js";
import type { Stage } from "../probing/stage.js";

/** The driver of a stage's pool and the identities of its devices, in the order in which they are published. */
export function identities(stage: Stage): { driver: DraDriver; all: string[] } {
  const { pool } = stage;
  const driver = stage.adapter.drivers.find(({ name }) => name === pool.driver);
  if (!driver) throw new Error(`karat does not know how devices of ${pool.driver} are told apart`);
  const all = pool.devices.map(({ id, attributes }) => {
    const identity = identityIn(driver, attributes as Attributes);
    if (!identity) throw new Error(`${id} is published without the attribute ${driver.identity}`);
    return identity;
  });
  return { driver, all };
}
