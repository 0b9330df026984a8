import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { ApiClient } from "../../accelerators/api-client.js";
import { readJson } from "../../accelerators/files.js";
import { answer, type Answer, failure } from "./answer.js";
import type { AdapterConfig } from "./config.js";
import { sourceOf } from "./query.js";
import { readSwitches } from "./switches.js";

/**
 * The custom metrics adapter: an aggregated API server for the API server alone, which has authenticated and authorised
 * whoever asks it (kubernetes.io, "Configure the Aggregation Layer"). Argument: its AdapterConfig file. Ends on SIGTERM.
 */
function main(path: string | undefined): void {
  const config = path === undefined ? undefined : (readJson(path) as AdapterConfig | undefined);
  if (!config) throw new Error("usage: adapter CONFIG");
  const api = new ApiClient(config.kubeconfig);
  const source = sourceOf(api, config, () => readSwitches(config.switches), log);

  const respond = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? "/", "https://adapter");
    if (url.pathname === "/readyz") return { status: 200, body: {} };
    if (!isFrontProxy(request, config.frontProxy.name)) {
      return failure(401, "Unauthorized", "only the API server's front proxy may ask");
    }
    if (request.method !== "GET") return failure(405, "MethodNotAllowed", `${request.method} is not supported`);
    return answer(url, source, Date.now());
  };

  const server = createServer(
    {
      cert: readFileSync(config.serving.cert),
      key: readFileSync(config.serving.key),
      ca: readFileSync(config.frontProxy.authority),
      requestCert: true,
      // Whoever asks for health has no certificate.
      rejectUnauthorized: false,
    },
    (request, response) => {
      respond(request)
        .catch((error: unknown) => {
          log(error);
          return failure(500, "InternalError", String(error));
        })
        .then(({ status, body }) => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify(body));
        })
        .catch(log);
    },
  );
  server.listen(config.port);
  process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
    api.close();
  });
}

/** Whether the certificate is the front proxy's, and it says for whom it asks. */
function isFrontProxy({ socket, headers }: IncomingMessage, name: string): boolean {
  const tls = socket as TLSSocket;
  return tls.authorized && tls.getPeerCertificate().subject.CN === name && headers["x-remote-user"] !== undefined;
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
