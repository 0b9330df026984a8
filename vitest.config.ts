import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/lab/order.js";

/** Without a cluster. A process for each file would take longer to start than most files run. */
const QUICK = { testTimeout: 20_000, pool: "threads", maxWorkers: "100%" } as const;

/** Three layers: what needs no cluster, what replays recorded evidence, and what needs the lab. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: "unit", include: ["{src,test}/**/*.test.ts"], ...QUICK } },
      { test: { name: "replay", include: ["{src,test}/**/*.replay.ts"], ...QUICK } },
      {
        test: {
          name: "lab",
          include: ["test/lab/*.lab.ts"],
          // Some faults show only after a platform's own long waits.
          testTimeout: 1_200_000,
          hookTimeout: 3_600_000,
          // A run mostly waits, and each file has labs of its own; a third at a time would make two cores late.
          maxWorkers: 2,
        },
      },
    ],
  },
});
