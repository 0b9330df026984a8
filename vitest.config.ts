import { defineConfig } from "vitest/config";

/** Three layers: what needs no cluster, what replays recorded evidence, and what needs the lab. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["{src,test}/**/*.test.ts"], testTimeout: 20_000 } },
      { test: { name: "replay", include: ["{src,test}/**/*.replay.ts"], testTimeout: 20_000 } },
      {
        test: {
          name: "lab",
          include: ["test/lab/*.lab.ts"],
          // Some faults show only after a platform's own long waits.
          testTimeout: 1_200_000,
          hookTimeout: 3_600_000,
          fileParallelism: false,
          maxWorkers: 1,
          maxConcurrency: 2,
        },
      },
    ],
  },
});
