import type { Fault } from "../fault.js";
import { setExporterSwitch } from "./mechanism/exporter.js";

export const acceleratorMetricsDescribedOnly: Fault = {
  id: "F45",
  breaks: ["accelerator_metrics"],
  what: "The exporter describes its metrics and has no series of any.",
  how: "The exporters publish HELP and TYPE lines only.",
  break: (lab) => setExporterSwitch(lab, "exporterHelpOnly", true),
  heal: (lab) => setExporterSwitch(lab, "exporterHelpOnly", false),
};
