import { rule } from "../define.js";
import { shown } from "./shown.js";

export const acceleratorMetrics = rule({
  id: "SEM-MET",
  severity: "warn",
  title: "Utilisation and memory of each accelerator were measured, and moved under load",
  why: "Series that are there and always zero would look the same with an exporter that measures nothing.",
  mend: "Show both series with a device label, with a value above zero while something runs.",
  *find(submission) {
    yield* shown(submission, "accelerator_metrics", [
      { what: "utilisation", seen: /GPU_UTIL|gpu_utili[sz]ation|GR_ENGINE_ACTIVE|gpu_gfx_activity|utili[sz]ation/i },
      { what: "memory in use", seen: /FB_USED|FB_FREE|memory_used|used_memory|vram|hbm|memory\.used|MiB *\//i },
      { what: "label of a device", seen: /\b(?:gpu|UUID|uuid|device|minor_number|card_id|pci_bus_id)["']?[=:] *"?\w/ },
      {
        what: "value above zero under load",
        // A sample, an answer of Prometheus, or nvidia-smi's table.
        seen: /^[ \t>]*[\w:]{0,80}(?:GPU_UTIL|FB_USED|GR_ENGINE_ACTIVE|utili[sz]ation|memory_used)\w{0,40}(?:\{[^\n]*\})? +0*(?:[1-9]\d*(?:\.\d+)?|0?\.\d*[1-9])|"value": *\[[^\]\n]{0,60}"(?:[1-9]\d*|0\.\d*[1-9])|\b[1-9]\d* ?MiB *\/|\b[1-9]\d{0,2} ?%/im,
      },
    ]);
  },
});
