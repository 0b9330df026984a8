import { adapterOf } from "../../accelerators/index.js";
import type { Check } from "../../run/check.js";
import { noteAccelerators } from "./inventory.js";
import { RULES } from "./rules.js";
import { findSources, published, readingOf, readSources, sourcesIn } from "./source.js";

const MOMENT = "read";

/** Shows that karat reads metrics here at all: what lacks in them can be judged only then. */
export const exporterAnswers: Check = {
  id: "accelerator_metrics/exporter-answers",
  kind: "control",
  proves: "who publishes metrics of accelerators is found, and answers in Prometheus's format",
  needs: {},
  seconds: { typical: 2, deadline: 90 },
  rules: RULES,

  async observe(observer) {
    const { pools } = observer.inventory;
    noteAccelerators(observer);
    const sources = await findSources(observer, new Set(pools.map(({ node }) => node)), pools.map(adapterOf));
    await readSources(observer, sources, MOMENT);
  },

  judge(facts, expect) {
    const sources = sourcesIn(facts);
    for (const [at, { who, node }] of sources.entries()) {
      const { described, samples } = published(facts, sources, at, MOMENT, node ?? "");
      expect(`${who} answers in Prometheus's format`, {
        held: true,
        expected: "text format 0.0.4 or OpenMetrics",
        seen: `${described.size} metrics, ${samples.length} series`,
        evidence: [readingOf(MOMENT, at)],
      });
    }
  },
};
