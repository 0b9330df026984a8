import type { ApiObject } from "../record/facts.js";
import { readScript, runScript } from "./script.js";

const BACKEND = readScript("metrics-backend.sh");

/** Turns a container of a manifest into a service that exports a counter of this name, see metrics-backend.sh. */
export function equipMetricsBackend(container: ApiObject, { metric, port }: { metric: string; port: number }): void {
  // nc starts it anew for each request, and takes a file.
  runScript(container, BACKEND, { KARAT_METRIC: metric, KARAT_PORT: String(port), KARAT_SCRIPT: BACKEND });
}
