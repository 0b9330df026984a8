import { advertisedLabels } from "../../accelerators/advertised.js";
import { type DriverConfig, driverProcess } from "../../accelerators/driver-config.js";
import { slicesPath } from "../../accelerators/dra/slices.js";
import { driverOf, startDriver, stopDriver } from "../../accelerators/index.js";
import { personas } from "../../accelerators/personas/index.js";
import { readSwitches } from "../../accelerators/switches.js";
import { durations, until } from "../../durations.js";
import type { Lab } from "../../lab.js";
import { running } from "../../process.js";
import { personasOn } from "./settled.js";

/** Has every node's drivers tell anew what they advertise, and returns when the API has it. */
export async function readvertise(lab: Lab): Promise<void> {
  await Promise.all(
    lab.nodes.flatMap((node) =>
      personasOn(node).map(async (id) => {
        const config = driverOf(node, id);
        if (!config) return;
        if (config.access === "dra") {
          // A driver that another fault has stopped tells it when it starts.
          if ((await running(lab.names.name, driverProcess(node, id))) === undefined) return;
          // Slices that are deleted it publishes again, and its labels before them.
          await lab.api.delete(slicesPath(personas[id].driver, config.node));
        } else await stopDriver(lab.names, node, id);
        await startDriver(lab.names, node, id);
        await labelled(lab, config);
      }),
    ),
  );
}

async function labelled(lab: Lab, { persona: id, node, slots, paths }: DriverConfig): Promise<void> {
  const persona = personas[id];
  const wanted = advertisedLabels(persona, slots, readSwitches(paths.switches));
  const possible = Object.keys(advertisedLabels(persona, slots, {}));
  await until(
    durations.accelerators,
    async () => {
      const object = await lab.api.get<{ metadata: { labels: Record<string, string> } }>(`/api/v1/nodes/${node}`);
      return possible.every((key) => object?.metadata.labels[key] === wanted[key]) ? true : undefined;
    },
    () => new Error(`the labels of ${node} are not what its driver advertises after ${durations.accelerators} s`),
  );
}
