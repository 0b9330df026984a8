import { ApiClient } from "../../accelerators/api-client.js";
import { readJson } from "../../accelerators/files.js";
import { answer } from "./answer.js";
import type { AdapterConfig } from "./config.js";
import { sourceOf } from "./query.js";
import { adapterServer } from "./server.js";
import { readSwitches } from "./switches.js";

/** The process of the custom metrics adapter. Argument: its AdapterConfig file. Ends on SIGTERM. */
function main(path: string | undefined): void {
  const config = path === undefined ? undefined : (readJson(path) as AdapterConfig | undefined);
  if (!config) throw new Error("usage: adapter CONFIG");
  const api = new ApiClient(config.kubeconfig);
  const source = sourceOf(api, config, () => readSwitches(config.switches), log);
  const server = adapterServer(config, (url) => answer(url, source, Date.now()), log);
  server.listen(config.port);
  process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
    api.close();
  });
}

function log(error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}\n`);
}

try {
  main(process.argv[2]);
} catch (error) {
  log(error);
  process.exitCode = 1;
}
