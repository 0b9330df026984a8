import { adapterOfDriver, type Attributes, type DraDriver } from "../../accelerators/index.js";
import type { Stage } from "../probing/stage.js";

/** The driver of a stage's pool and the identities of its devices, in the order in which they are published. */
export function identities(stage: Stage): { driver: DraDriver; all: string[] } {
  const { pool } = stage;
  const driver = adapterOfDriver(pool.driver ?? "")?.driver;
  if (!driver) throw new Error(`karat does not know how devices of ${pool.driver} are told apart`);
  const all = pool.devices.map(({ id, attributes }) => {
    const identity = (attributes as Attributes)[driver.identity]?.string;
    if (!identity) throw new Error(`${id} is published without the attribute ${driver.identity}`);
    return identity;
  });
  return { driver, all };
}
