import type { Fault } from "../fault.js";
import { setExporterSwitch } from "./mechanism/exporter.js";

export const acceleratorMetricsStatic: Fault = {
  id: "F43",
  breaks: ["accelerator_metrics"],
  what: "Metrics of accelerators are published and never change, whatever pods do with the devices.",
  how: "The exporters go on publishing what they measured last.",
  break: (lab) => setExporterSwitch(lab, "exporterFrozen", true),
  heal: (lab) => setExporterSwitch(lab, "exporterFrozen", false),
};
