import type { Fault } from "../fault.js";
import { setExporterSwitch } from "./mechanism/exporter.js";

export const acceleratorMemoryMissing: Fault = {
  id: "F46",
  breaks: ["accelerator_metrics"],
  what: "Nothing tells how much memory of an accelerator is in use, though a metric has memory in its name.",
  how: "The exporters leave out what tells of memory in use, and keep the clock of the memory.",
  break: (lab) => setExporterSwitch(lab, "exporterWithoutMemory", true),
  heal: (lab) => setExporterSwitch(lab, "exporterWithoutMemory", false),
};
