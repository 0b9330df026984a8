import type { RequestOptions } from "node:https";
import type { ConnectionOptions } from "node:tls";
import type { KubeConfig, User } from "@kubernetes/client-node";
import { getProxyForUrl } from "proxy-from-env";
import { durations } from "./durations.js";
import { deadline, orAborted } from "./deadline.js";
import { KubeError } from "./errors.js";
import { loadKubeconfig, type Impersonation, type Locations } from "./kubeconfig.js";
import { secretsOf } from "./secrets.js";

export type Headers = Record<string, string | string[]>;

/** Who we are at which server. Authentication itself is client-node's; files and plugins are asked again as they age. */
export class Credentials {
  readonly server: URL;
  #config!: KubeConfig;
  #impersonation: Impersonation | undefined;
  #pending: Promise<RequestOptions> | undefined;
  readonly #secrets = new Set<string>();

  /** @param onSecret told of each secret before it is first used */
  constructor(
    private readonly locations: Locations,
    private readonly onSecret: (secret: string) => void = () => {},
  ) {
    this.renew();
    this.server = new URL(this.#cluster.server);
    if (this.server.protocol === "http:" && !isLoopback(this.server.hostname)) {
      throw new KubeError(
        "PLAIN_HTTP",
        `the API server address ${this.server.origin} is not encrypted, so credentials would travel in the clear`,
        "use its https address; plain HTTP is accepted on this machine only (kubectl proxy)",
      );
    }
  }

  /** Reads everything anew, so that a plugin's or a file's next credentials are used. Done after a 401. */
  renew(): void {
    const { config, impersonation } = loadKubeconfig(this.locations);
    this.#config = config;
    this.#impersonation = impersonation.get(this.#user.name);
    // client-node takes http only with this; it is checked above to be on loopback.
    if (this.#cluster.server.startsWith("http:")) {
      config.clusters = config.clusters.map((cluster) => Object.assign({}, cluster, { skipTLSVerify: true }));
    }
    withExecInfo(this.#user);
  }

  /** The kubeconfig's proxy-url, else HTTPS_PROXY and NO_PROXY. */
  get proxy(): URL | undefined {
    const configured = this.#cluster.proxyUrl;
    const fromEnvironment = isLoopback(this.server.hostname) ? "" : getProxyForUrl(this.server.href);
    const proxy = configured || fromEnvironment;
    return proxy ? new URL(proxy) : undefined;
  }

  /** Headers for one request. A plugin that asks a person may take long. @throws KubeError; the signal's reason */
  async headers(signal?: AbortSignal): Promise<Headers> {
    const { headers = {}, auth } = await orAborted(this.#apply(), signal);
    const all: Headers = {};
    for (const [name, value] of Object.entries(headers)) {
      // Token files often end in a line break, which a header must not hold.
      if (value !== undefined) all[name.toLowerCase()] = String(value).trim();
    }
    if (auth) all["authorization"] = `Basic ${Buffer.from(auth).toString("base64")}`;
    const { groups = [], uid, extra = {} } = this.#impersonation ?? {};
    if (groups.length > 0) all["impersonate-group"] = groups;
    if (uid) all["impersonate-uid"] = uid;
    for (const [key, values] of Object.entries(extra)) {
      all[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = values;
    }
    return all;
  }

  /** TLS options for one connection, read anew, so that rotated certificates are used. */
  async tls(): Promise<ConnectionOptions> {
    const { ca, cert, key, passphrase, pfx, rejectUnauthorized, servername } = await this.#apply();
    const options: ConnectionOptions = {};
    if (ca !== undefined) options.ca = ca;
    if (cert !== undefined) options.cert = cert;
    if (key !== undefined) options.key = key as string;
    if (passphrase !== undefined) options.passphrase = passphrase;
    if (pfx !== undefined) options.pfx = pfx as string;
    if (rejectUnauthorized !== undefined) options.rejectUnauthorized = rejectUnauthorized;
    if (servername !== undefined) options.servername = servername;
    return options;
  }

  secrets(): string[] {
    return [...this.#secrets];
  }

  get #user(): User {
    return this.#config.getCurrentUser() as User;
  }

  get #cluster(): { server: string; proxyUrl?: string } {
    return this.#config.getCurrentCluster() as { server: string; proxyUrl?: string };
  }

  /** Simultaneous callers share one look, so that an exec plugin runs once. */
  #apply(): Promise<RequestOptions> {
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #ask(): Promise<RequestOptions> {
    const options: RequestOptions = {};
    const limit = deadline(undefined, durations.execPlugin);
    try {
      await orAborted(this.#config.applyToHTTPSOptions(options), limit.signal);
    } catch (error) {
      throw unusable(this.#user, error);
    } finally {
      limit.done();
    }
    for (const secret of secretsOf(this.#user, options, this.proxy)) {
      if (this.#secrets.has(secret)) continue;
      this.#secrets.add(secret);
      this.onSecret(secret);
    }
    return options;
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

interface ExecConfig {
  apiVersion?: string;
  command?: string;
  env?: { name: string; value: string }[];
  installHint?: string;
}

/** KUBERNETES_EXEC_INFO, which plugins such as gke-gcloud-auth-plugin insist on (client.authentication.k8s.io/v1). */
function withExecInfo(user: User): void {
  const exec = user.exec as ExecConfig | undefined;
  if (!exec || exec.env?.some(({ name }) => name === "KUBERNETES_EXEC_INFO")) return;
  const info = {
    kind: "ExecCredential",
    apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
    spec: { interactive: false },
  };
  exec.env = [...(exec.env ?? []), { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }];
}

function unusable(user: User, error: unknown): KubeError {
  const exec = user.exec as ExecConfig | undefined;
  if (!exec) {
    return new KubeError(
      "CREDENTIALS",
      `the credentials of kubeconfig user ${user.name} cannot be read`,
      "check the files that the kubeconfig names, or log in again",
      { cause: error },
    );
  }
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return new KubeError(
      "EXEC_PLUGIN",
      `the credential plugin ${exec.command} of kubeconfig user ${user.name} is not installed`,
      exec.installHint?.trim() || "install it, or put it into PATH",
      { cause: error },
    );
  }
  return new KubeError(
    "EXEC_PLUGIN",
    `the credential plugin ${exec.command} of kubeconfig user ${user.name} gave no credentials`,
    "run it by hand to see why, or log in again",
    { cause: error },
  );
}
