import { createServer } from "node:http";
import { durations } from "../../durations.js";
import type { DriverConfig } from "../driver-config.js";
import { readJson } from "../files.js";
import { personas } from "../personas/index.js";
import { CONTENT_TYPE, expose } from "./exposition.js";
import { Fleet } from "./fleet.js";

/**
 * The exporter process of one node and persona: measures the node's accelerators, and serves /metrics to whoever asks.
 * Arguments: the DriverConfig file, the port. Ends on SIGTERM.
 */
function main(path: string | undefined, port: number): void {
  const config = path === undefined ? undefined : (readJson(path) as DriverConfig | undefined);
  if (!config || !(port > 0)) throw new Error("usage: exporter CONFIG PORT");
  const fleet = new Fleet(personas[config.persona], config);
  const server = createServer((request, response) => {
    const known = request.url?.split("?", 1)[0] === "/metrics";
    response.writeHead(known ? 200 : 404, { "content-type": CONTENT_TYPE });
    response.end(known ? expose(fleet.families()) : "");
  });
  let working = Promise.resolve();
  const look = (): void => {
    working = working.then(() => fleet.look()).catch(log);
  };
  look();
  const timer = setInterval(look, durations.exporterLook * 1000);
  server.listen(port);
  process.once("SIGTERM", () => {
    clearInterval(timer);
    server.close();
    server.closeAllConnections();
    void working.then(() => fleet.close());
  });
}

function log(error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}\n`);
}

try {
  main(process.argv[2], Number(process.argv[3]));
} catch (error) {
  log(error);
  process.exitCode = 1;
}
