import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { type Answer, failure } from "./answer.js";
import type { AdapterConfig } from "./config.js";

/**
 * A server for the API server alone, which has authenticated and authorised whoever asks it (kubernetes.io, "Configure the
 * Aggregation Layer"). /readyz is open to all.
 * @param log hears of requests that could not be answered
 */
export function adapterServer(
  { serving, frontProxy }: Pick<AdapterConfig, "serving" | "frontProxy">,
  answer: (url: URL) => Promise<Answer>,
  log: (error: unknown) => void,
): Server {
  const respond = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? "/", "https://adapter");
    if (url.pathname === "/readyz") return { status: 200, body: {} };
    if (!isFrontProxy(request, frontProxy.name)) {
      return failure(401, "Unauthorized", "only the API server's front proxy may ask");
    }
    if (request.method !== "GET") return failure(405, "MethodNotAllowed", `${request.method} is not supported`);
    return answer(url);
  };
  const tls = {
    cert: readFileSync(serving.cert),
    key: readFileSync(serving.key),
    ca: readFileSync(frontProxy.authority),
    requestCert: true,
    // Whoever asks for health has no certificate.
    rejectUnauthorized: false,
  };
  return createServer(tls, (request, response) => {
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
  });
}

/** Whether the certificate is the front proxy's, and it says for whom it asks. */
function isFrontProxy({ socket, headers }: IncomingMessage, name: string): boolean {
  const tls = socket as TLSSocket;
  return tls.authorized && tls.getPeerCertificate().subject.CN === name && headers["x-remote-user"] !== undefined;
}
