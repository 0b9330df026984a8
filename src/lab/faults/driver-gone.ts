import { driverOf, startDriver, stopDriver } from "../accelerators/index.js";
import { slicesPath } from "../accelerators/dra/slices.js";
import { personas } from "../accelerators/personas/index.js";
import { LabError } from "../error.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { personasOn } from "./mechanism/settled.js";

export const driverGone: Fault = {
  id: "F02",
  breaks: ["dra_support", "driver_runtime_management"],
  what: "The DRA API is served and its DeviceClass is there, but no driver is: claims are never allocated.",
  how: "The DRA drivers are stopped and their ResourceSlices deleted.",
  async break(lab) {
    const drivers = draDrivers(lab);
    if (!drivers.length)
      throw new LabError("no node of this lab serves its accelerators by DRA", "karat lab up --serve dra");
    for (const { node, persona } of drivers) {
      await stopDriver(lab.names, node, persona);
      await lab.api.delete(slicesPath(personas[persona].driver, node.name));
    }
  },
  async heal(lab) {
    for (const { node, persona } of draDrivers(lab)) await startDriver(lab.names, node, persona);
  },
};

function draDrivers(lab: Lab) {
  return lab.nodes.flatMap((node) =>
    personasOn(node)
      .filter((persona) => driverOf(node, persona)?.access === "dra")
      .map((persona) => ({ node, persona })),
  );
}
