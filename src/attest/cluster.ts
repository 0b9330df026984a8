import { z } from "zod";
import type { RunState } from "../record/fold.js";
import type { RecordReader } from "../record/reader.js";
import { asProblem } from "./problem.js";
import type { Verification } from "./verification.js";

/** `/version` as the preflight has it (k8s.io/apimachinery/pkg/version.Info). */
const Version = z.object({ gitVersion: z.string(), platform: z.string() });

/** Holds what a record says of its cluster against what the API server said when the run began. */
export function checkCluster(reader: RecordReader, { cluster, preflight }: RunState, result: Verification): void {
  // A resumed run looks again; by then the cluster may have been upgraded.
  const first = preflight.find(({ name }) => name === "version");
  if (!first) return;
  try {
    const seen = Version.safeParse(reader.data(first)).data;
    if (seen?.gitVersion === cluster.version && seen.platform === cluster.platform) return;
    const what = `the record says that its cluster was ${cluster.version} on ${cluster.platform}; its API server said ${seen?.gitVersion ?? "nothing"} on ${seen?.platform ?? "nothing"}`;
    result.problems.push({ code: "flaw", what });
  } catch (error) {
    result.problems.push(asProblem(error));
  }
}
