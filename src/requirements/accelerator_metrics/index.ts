import type { Requirement } from "../../run/check.js";
import { everyDevice } from "./every-device.js";
import { exporterAnswers } from "./exporter-answers.js";
import { loadMoves } from "./load-moves.js";
import { neighbourStill } from "./neighbour-still.js";

export const acceleratorMetrics: Requirement = {
  id: "accelerator_metrics",
  title: "Each accelerator's metrics are published, and follow what pods do with it",
  checks: [exporterAnswers, everyDevice, loadMoves, neighbourStill],
};
