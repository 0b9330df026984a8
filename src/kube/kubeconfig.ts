import { accessSync, existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { parse, type YAMLParseError } from "yaml";
import { KubeError } from "./errors.js";

const SERVICE_ACCOUNT_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** Impersonation that client-node leaves out (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/). */
export interface Impersonation {
  groups: string[];
  uid?: string;
  extra: Record<string, string[]>;
}

export interface LoadedKubeconfig {
  config: KubeConfig;
  /** What was read, for messages. */
  source: string;
  /** By user name. */
  impersonation: ReadonlyMap<string, Impersonation>;
}

export interface Locations {
  kubeconfig?: string;
  context?: string;
}

/** Finds and merges kubeconfigs by kubectl's rules, else takes the pod's service account. @throws KubeError */
export function loadKubeconfig(locations: Locations, env: NodeJS.ProcessEnv = process.env): LoadedKubeconfig {
  const files = kubeconfigFiles(locations.kubeconfig, env);
  const loaded = files.length > 0 ? merged(files) : inCluster(env);
  if (locations.context !== undefined) loaded.config.setCurrentContext(locations.context);
  requireContext(loaded);
  requireUser(loaded);
  return loaded;
}

/** Paths that exist: of --kubeconfig, else of KUBECONFIG, else of ~/.kube/config. */
function kubeconfigFiles(explicit: string | undefined, env: NodeJS.ProcessEnv): string[] {
  if (explicit !== undefined) {
    if (existsSync(explicit)) return [explicit];
    throw new KubeError("NO_KUBECONFIG", `there is no kubeconfig at ${explicit}`, "correct --kubeconfig");
  }
  const listed = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 0) {
    const existing = listed.filter((path) => existsSync(path));
    if (existing.length > 0) return existing;
    throw new KubeError(
      "NO_KUBECONFIG",
      `KUBECONFIG names no existing file (${listed.join(", ")})`,
      "correct KUBECONFIG",
    );
  }
  const usual = join(env["HOME"] ?? homedir(), ".kube", "config");
  return existsSync(usual) ? [usual] : [];
}

/** Of entries with the same name, and of current contexts, the first file's counts, as kubectl has it. */
function merged(files: string[]): LoadedKubeconfig {
  const whole = new KubeConfig();
  const impersonation = new Map<string, Impersonation>();
  for (const file of files) {
    const { config, users } = readKubeconfig(file);
    if (!whole.currentContext && config.currentContext) whole.setCurrentContext(config.currentContext);
    const fresh = <T extends { name: string }>(known: T[], entries: T[]): T[] =>
      entries.filter((entry) => !known.some((other) => other.name === entry.name));
    for (const [name, value] of users) if (!impersonation.has(name)) impersonation.set(name, value);
    for (const cluster of fresh(whole.clusters, config.clusters)) whole.addCluster(cluster);
    for (const user of fresh(whole.users, config.users)) whole.addUser(user);
    for (const context of fresh(whole.contexts, config.contexts)) whole.addContext(context);
  }
  return { config: whole, source: files.join(", "), impersonation };
}

interface RawUser {
  name?: string;
  user?: {
    token?: string;
    tokenFile?: string;
    exec?: { command?: string };
    "as-groups"?: string[];
    "as-uid"?: string;
    "as-user-extra"?: Record<string, string[]>;
    "auth-provider"?: unknown;
  };
}

/** Reads one file; what client-node does not know of a user is brought into a form that it knows. */
function readKubeconfig(file: string): { config: KubeConfig; users: Map<string, Impersonation> } {
  const config = new KubeConfig();
  const users = new Map<string, Impersonation>();
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(dirname(resolve(file)), path));
  try {
    const raw = parsed(readFileSync(file, "utf8"));
    for (const { name, user } of raw.users ?? []) {
      if (!name || !user) continue;
      // Read again as it rotates; wins over `token` (client-go's clientcmd/api AuthInfo).
      if (user.tokenFile) {
        user["auth-provider"] = { name: "tokenFile", config: { tokenFile: absolute(user.tokenFile) } };
        delete user.token;
      }
      if (user.exec?.command?.includes("/")) user.exec.command = absolute(user.exec.command);
      const { "as-groups": groups = [], "as-uid": uid, "as-user-extra": extra = {} } = user;
      users.set(name, { groups, extra, ...(uid === undefined ? {} : { uid }) });
    }
    // JSON is YAML. One broken entry must not hide the others, as with kubectl.
    config.loadFromString(JSON.stringify(raw), { onInvalidEntry: "filter" });
    config.makePathsAbsolute(dirname(resolve(file)));
  } catch (error) {
    throw new KubeError("BAD_KUBECONFIG", `the kubeconfig ${file} cannot be read`, "correct the file", {
      cause: error,
    });
  }
  return { config, users };
}

/** Without the parser's own message, which quotes the line: it may hold a token. */
function parsed(text: string): { users?: RawUser[] } {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    const { code, linePos } = error as Partial<YAMLParseError>;
    throw new Error(`it is not YAML: ${code ?? "malformed"} in line ${linePos?.[0].line ?? 1}`);
  }
  if (raw === null || typeof raw !== "object") throw new Error("it holds no configuration");
  return raw;
}

function inCluster(env: NodeJS.ProcessEnv): LoadedKubeconfig {
  try {
    if (!env["KUBERNETES_SERVICE_HOST"]) throw new Error("KUBERNETES_SERVICE_HOST is not set");
    accessSync(SERVICE_ACCOUNT_TOKEN);
  } catch (error) {
    throw new KubeError(
      "NO_KUBECONFIG",
      "there is no kubeconfig, and this is not a pod with a service account",
      "give --kubeconfig, set KUBECONFIG, or write ~/.kube/config",
      { cause: error },
    );
  }
  const config = new KubeConfig();
  config.loadFromCluster();
  return { config, source: "the pod's service account", impersonation: new Map() };
}

function requireContext({ config, source }: LoadedKubeconfig): void {
  const name = config.getCurrentContext();
  const known = config.contexts.map((context) => context.name).join(", ") || "none";
  if (!name) {
    throw new KubeError("NO_CONTEXT", `${source} has no current context`, `give --context; known: ${known}`);
  }
  if (!config.contexts.some((context) => context.name === name)) {
    throw new KubeError("NO_CONTEXT", `there is no context ${name} in ${source}`, `give --context; known: ${known}`);
  }
  if (!config.getCurrentCluster()) {
    throw new KubeError(
      "BAD_KUBECONFIG",
      `context ${name} in ${source} names a cluster that is not there`,
      "correct the context's cluster",
    );
  }
}

/** A context need name no user (e.g. before `kubectl proxy`), but client-node applies TLS options only with one. */
function requireUser({ config, source }: LoadedKubeconfig): void {
  if (config.getCurrentUser()) return;
  const context = config.getContextObject(config.getCurrentContext());
  if (context?.user) {
    throw new KubeError(
      "BAD_KUBECONFIG",
      `context ${context.name} in ${source} names a user that is not there`,
      "correct the context's user",
    );
  }
  const user = "anonymous";
  config.contexts = config.contexts.map((other) => (other.name === context?.name ? { ...other, user } : other));
  config.addUser({ name: user });
}
