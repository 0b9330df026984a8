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
  | "TLS_HANDSHAKE"
  | "PROXY"
  | "API_LOST"
  | "TOO_LARGE"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "API_STATUS"
  | "NO_SUCH_KIND";

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
