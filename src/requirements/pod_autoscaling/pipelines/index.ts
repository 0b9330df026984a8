import type { Inventory } from "../../../run/inventory.js";
import { customMetrics } from "./custom-metrics.js";
import { keda } from "./keda.js";
import type { Pipeline } from "./pipeline.js";

/** In order of preference: of several that are served the first is put to the test. */
export const PIPELINES: readonly Pipeline[] = [customMetrics, keda];

/** The pipeline under test; undefined where none is served. */
export function chosenPipeline(apis: Inventory["apis"]): Pipeline | undefined {
  return PIPELINES.find((pipeline) => pipeline.serves(apis));
}
