import type { LabNames, NodeNames } from "../../names.js";
import { ensure, type ProcessSpec, stop } from "../../process.js";
import { scriptPath, scriptProcess } from "../../script.js";
import { driverPaths } from "../driver-config.js";
import type { PersonaId } from "../persona.js";

/** Where a vendor's exporter listens by its own documentation; the generic one's is karat's choice. */
export const EXPORTER_PORTS: Readonly<Record<PersonaId, number>> = { nvidia: 9400, amd: 5000, generic: 9835 };

/** Starts the exporter of a persona on a node that was given its accelerators (idempotent). */
export async function startExporter(lab: LabNames, node: NodeNames, persona: PersonaId): Promise<void> {
  await ensure(processOf(lab, node, persona));
}

export async function stopExporter(lab: LabNames, node: NodeNames, persona: PersonaId): Promise<void> {
  await stop(lab.name, processOf(lab, node, persona).name);
}

function processOf(lab: LabNames, node: NodeNames, persona: PersonaId): ProcessSpec {
  return {
    name: `${node.name}-${persona}-exporter`,
    lab: lab.name,
    cgroup: node.cgroup,
    network: node.network,
    ...scriptProcess(
      scriptPath("./exporter.js", import.meta.url),
      [driverPaths(node, persona).config, String(EXPORTER_PORTS[persona])],
      64,
    ),
  };
}
