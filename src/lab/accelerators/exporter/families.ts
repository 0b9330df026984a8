import type { PersonaId } from "../persona.js";
import type { Switches } from "../switches.js";
import { dcgm } from "./dcgm.js";
import type { Family } from "./exposition.js";
import { openTelemetry } from "./open-telemetry.js";
import { rocm } from "./rocm.js";
import type { Device, Metric, Vocabulary } from "./vocabulary.js";

const vendors: Partial<Record<PersonaId, Vocabulary>> = { nvidia: dcgm, amd: rocm };

/** All that an exporter of a persona publishes of these devices. */
export function familiesOf(persona: PersonaId, devices: readonly Device[], defects: Switches = {}): Family[] {
  const vocabularies = [vendors[persona], openTelemetry].filter((each) => each !== undefined);
  return vocabularies.flatMap(({ metrics, labels }) =>
    grouped(metrics.filter(({ memory }) => !(memory && defects.exporterWithoutMemory))).map((group): Family => {
      const [{ name, help, type = "gauge" }] = group;
      const samples = group.flatMap((metric) =>
        devices.map((device) => ({
          labels: { ...labels((defects.exporterSameLabels ? devices[0] : undefined) ?? device), ...metric.labels },
          value: metric.value(device),
        })),
      );
      return { name, help, type, samples: defects.exporterHelpOnly ? [] : samples };
    }),
  );
}

/** Metrics of one name, which differ by a label, are one family. */
function grouped(metrics: readonly Metric[]): [Metric, ...Metric[]][] {
  const byName = new Map<string, [Metric, ...Metric[]]>();
  for (const metric of metrics) {
    const group = byName.get(metric.name);
    if (group) group.push(metric);
    else byName.set(metric.name, [metric]);
  }
  return [...byName.values()];
}
