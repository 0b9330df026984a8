import { driverFiles } from "../../accelerators/index.js";
import { groupBy } from "../../run/group-by.js";
import type { Observer } from "../../run/observer.js";
import type { ProbeOrders } from "../../probe/index.js";
import { SETUP } from "../probing/setup.js";
import { Stage } from "../probing/stage.js";

/** So many nodes are looked at side by side, the next one whenever one is done: no more pods than these start at a time. */
const NODES_AT_ONCE = 32;

/**
 * Runs an experiment on every accelerator node that has so many devices free: in each of the node's pools, one after the
 * other, as they may be two ways to the same devices. What was there, and what could not be used, is noted as `setup`.
 * @param experiment its objects' and facts' names end in `place`; it gives back what it was granted
 */
export async function atEveryPlace(
  observer: Observer,
  devices: number,
  experiment: (stage: Stage, place: string) => Promise<void>,
): Promise<void> {
  const { pools, leftOut = [], unserved = [] } = observer.inventory;
  const places = [...pools.map(({ node, access, free }) => ({ node, access, free })), ...leftOut, ...unserved];
  observer.value(SETUP, { nonce: observer.nonce, devices, count: places.length, places });

  const open = pools.map((pool, index) => ({ pool, place: `-${index}` })).filter(({ pool }) => pool.free >= devices);
  const nodes = [...groupBy(open, ({ pool }) => pool.node).values()].values();
  const visit = async (): Promise<void> => {
    for (const node of nodes) for (const at of node) await experiment(await Stage.open(observer, at), at.place);
  };
  await Promise.all(Array.from({ length: NODES_AT_ONCE }, visit));
}

/** Orders by which a container's probe also looks for the driver. */
export function lookingForDriver({ adapter }: Stage): Record<string, Partial<ProbeOrders>> {
  return { probe: { read: [...adapter.readable, ...driverFiles(adapter)] } };
}
