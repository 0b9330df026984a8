import type { Check } from "../../run/check.js";
import { RULES } from "./rules.js";
import { ONCE, published, readingOf, readOnce, sourcesIn } from "./source.js";

/** Shows that karat reads metrics here at all: what lacks in them can be judged only then. */
export const exporterAnswers: Check = {
  id: "accelerator_metrics/exporter-answers",
  kind: "control",
  proves: "who publishes metrics of accelerators is found, and answers in Prometheus's format",
  needs: {},
  seconds: { typical: 2, deadline: 90 },
  rules: RULES,

  observe: readOnce,

  judge(facts, expect) {
    const sources = sourcesIn(facts);
    for (const [at, { who, node }] of sources.entries()) {
      const { described, samples } = published(facts, sources, at, ONCE, node ?? "");
      expect(`${who} answers in Prometheus's format`, {
        held: true,
        expected: "text format 0.0.4 or OpenMetrics",
        seen: `${described.size} metrics, ${samples.length} series`,
        evidence: [readingOf(ONCE, at)],
      });
    }
  },
};
