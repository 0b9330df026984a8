import type { KubeResponse, Method } from "./request.js";

export type KubeErrorCode =
  | "NO_KUBECONFIG"
  | "BAD_KUBECONFIG"
  | "NO_CONTEXT"
  | "PLAIN_HTTP"
  | "EXEC_PLUGIN"
  | "CREDENTIALS"
  | "CONNECTION_REFUSED"
  | "HOST_UNKNOWN"
  | "TLS_UNTRUSTED"
  | "TLS_REJECTED"
  | "PROXY"
  | "API_LOST"
  | "TOO_LARGE"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "API_STATUS"
  | "NO_SUCH_KIND"
  | "CLOSED";

/** Any failure of this room. `next` says in one sentence what to do about it. */
export class KubeError extends Error {
  override name = "KubeError";
  constructor(
    readonly code: KubeErrorCode,
    message: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The API server could not be reached, or went away, and stayed away through every retry. */
export class ApiLost extends KubeError {
  override name = "ApiLost";
  /** True when the request may have been carried out: it was sent and no answer came. */
  readonly sent: boolean;
  constructor(code: KubeErrorCode, message: string, next: string, options: ErrorOptions & { sent: boolean }) {
    super(code, message, next, options);
    this.sent = options.sent;
  }
}

/** The API server answered with a status that the caller cannot go on with. */
export class ApiRefused extends KubeError {
  override name = "ApiRefused";
  constructor(
    code: KubeErrorCode,
    message: string,
    next: string,
    readonly response: KubeResponse,
    readonly request: { method: Method; path: string },
  ) {
    super(code, message, next);
  }
}

const UNTRUSTED = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Failures that another attempt cannot mend. */
export function isFinal(error: unknown): boolean {
  return !(error instanceof ApiLost) || error.code === "TLS_UNTRUSTED";
}

/** What a failed connection or stream means, by the error code that Node gives it. */
export function lost(error: unknown, server: string, sent: boolean): KubeError {
  if (error instanceof KubeError) return error;
  // A DOMException's is a number.
  const code = String((error as { code?: string | number } | undefined)?.code ?? "");
  const options = { cause: error, sent };
  if (code === "ECONNREFUSED") {
    return new ApiLost(
      "CONNECTION_REFUSED",
      `nothing listens at ${server}`,
      "start the cluster, or correct the server address of this kubeconfig context",
      options,
    );
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new ApiLost(
      "HOST_UNKNOWN",
      `the host of ${server} cannot be resolved`,
      "check the server address of this kubeconfig context, the DNS and the VPN",
      options,
    );
  }
  if (UNTRUSTED.has(code)) {
    return new ApiLost(
      "TLS_UNTRUSTED",
      `the certificate of ${server} is not trusted (${code})`,
      "give the cluster's CA in certificate-authority, or its name in tls-server-name",
      options,
    );
  }
  if (code.startsWith("ERR_SSL_")) {
    return new ApiLost(
      "TLS_REJECTED",
      `${server} ended the TLS handshake (${code})`,
      "check that the client certificate of this kubeconfig user is valid for the cluster and that the port speaks TLS",
      options,
    );
  }
  const what = error instanceof Error ? error.message || code : String(error);
  return new ApiLost(
    "API_LOST",
    `the connection to the API server at ${server} was lost: ${what}`,
    "check that the API server runs and that the network to it is up, then resume the run",
    options,
  );
}

/** What an error status means for whoever needed the answer. */
export function refused(response: KubeResponse, request: { method: Method; path: string }): ApiRefused {
  const said = String(response.body["message"] ?? response.body["text"] ?? "").trim();
  const what = `${request.method} ${request.path}: ${response.status}${said ? ` ${said}` : ""}`;
  if (response.status === 401) {
    return new ApiRefused(
      "UNAUTHORIZED",
      `the API server does not accept these credentials (${what})`,
      "log in again, or choose another --context",
      response,
      request,
    );
  }
  if (response.status === 403) {
    return new ApiRefused(
      "FORBIDDEN",
      `not allowed: ${what}`,
      "grant the rule that lacks; `karat plan` prints all of them as YAML",
      response,
      request,
    );
  }
  return new ApiRefused(
    "API_STATUS",
    `the API server refused: ${what}`,
    "look at the API server's message; nothing was changed by this request",
    response,
    request,
  );
}
