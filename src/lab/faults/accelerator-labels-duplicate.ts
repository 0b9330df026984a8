import type { Fault } from "../fault.js";
import { setExporterSwitch } from "./mechanism/exporter.js";

export const acceleratorLabelsDuplicate: Fault = {
  id: "F48",
  breaks: ["accelerator_metrics"],
  what: "Several accelerators bear the labels of one, so that nobody can tell whose numbers these are.",
  how: "The exporters label all accelerators of a node as its first one.",
  break: (lab) => setExporterSwitch(lab, "exporterSameLabels", true),
  heal: (lab) => setExporterSwitch(lab, "exporterSameLabels", false),
};
