import { createPrivateKey } from "node:crypto";
import { BotError } from "./error.js";

/** What the server has to know. */
export interface BotConfig {
  appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  privateKey: string;
  webhookSecret: string;
  store: { kind: "folder"; path: string } | { kind: "postgres"; url: string };
  port: number;
  host: string;
  /** Without a slash at its end. */
  apiUrl: string;
  log: "text" | "json";
}

/** Options of the command line, as they were given. */
export interface BotFlags {
  appId?: string;
  privateKeyFile?: string;
  store?: string;
  port: string;
  host: string;
  apiUrl: string;
  log: "text" | "json";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Characters of a webhook secret at least: it is all that keeps forged events out. */
const SECRET = 16;

/**
 * Makes one of flags and environment; a flag wins. Secrets come from environment and files only, as everybody on the
 * machine sees command lines.
 * @param read a file's text
 * @throws BotError `config`
 */
export function readConfig(flags: BotFlags, env: Environment, read: (path: string) => string): BotConfig {
  return {
    appId: appIdOf(flags.appId ?? env["KARAT_BOT_APP_ID"]),
    privateKey: privateKeyOf(flags.privateKeyFile ?? env["KARAT_BOT_PRIVATE_KEY_FILE"], env, read),
    webhookSecret: secretOf(env["KARAT_BOT_WEBHOOK_SECRET"]),
    store: storeOf(flags.store, env["DATABASE_URL"]),
    port: portOf(flags.port),
    host: flags.host,
    apiUrl: apiUrlOf(flags.apiUrl, "--api-url"),
    log: flags.log,
  };
}

function refuse(message: string, next: string, cause?: unknown): BotError {
  return new BotError("config", message, next, { cause });
}

function appIdOf(given: string | undefined): number {
  const next = "set KARAT_BOT_APP_ID to the App ID that the App's settings page shows";
  if (!given) throw refuse("the GitHub App's id is not given", next);
  if (!/^[1-9]\d{0,14}$/.test(given)) throw refuse("the GitHub App's id is no number", next);
  return Number(given);
}

function privateKeyOf(file: string | undefined, env: Environment, read: (path: string) => string): string {
  const next = "set KARAT_BOT_PRIVATE_KEY_FILE to the .pem file that the App's settings page made";
  const pem = file ? fileText(file, read, next) : env["KARAT_BOT_PRIVATE_KEY"];
  if (!pem) throw refuse("the GitHub App's private key is not given", next);
  // Environments often hold it on one line.
  const key = pem.replaceAll("\\n", "\n");
  try {
    if (createPrivateKey(key).asymmetricKeyType === "rsa") return key;
  } catch {
    // What the parser says of it could show some of it.
  }
  throw refuse("the GitHub App's private key is no RSA key in PEM", next);
}

function fileText(file: string, read: (path: string) => string, next: string): string {
  try {
    return read(file);
  } catch (error) {
    throw refuse(`the private key's file ${file} cannot be read`, next, error);
  }
}

function secretOf(given: string | undefined): string {
  const next = "set KARAT_BOT_WEBHOOK_SECRET to what the App's webhook has, e.g. from `openssl rand -hex 32`";
  if (!given) throw refuse("the webhook's secret is not given", next);
  if (given.length < SECRET) throw refuse(`the webhook's secret has fewer than ${SECRET} characters`, next);
  return given;
}

function storeOf(folder: string | undefined, url: string | undefined): BotConfig["store"] {
  if (folder !== undefined) return { kind: "folder", path: folder };
  if (!url) return { kind: "folder", path: "karat-bot" };
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: "postgres", url };
  throw refuse("DATABASE_URL names no PostgreSQL", "begin it with postgres://, or give a folder by --store DIR");
}

function portOf(given: string): number {
  const port = Number(given);
  if (/^\d{1,5}$/.test(given) && port <= 65_535) return port;
  throw refuse(`--port ${given} is no port`, "give a number from 0, which takes any free one, to 65535");
}

/** @param name where it was given, for messages. @throws BotError `config` */
export function apiUrlOf(given: string, name: string): string {
  const next = "give https://api.github.com, or https://HOST/api/v3 for GitHub Enterprise";
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || url.search || url.hash || url.username) throw refuse(`${name} ${given} is no address of an API`, next);
  // Tokens go there.
  const local = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) {
    throw refuse(`${name} ${given} is not https`, next);
  }
  return url.href.replace(/\/+$/, "");
}
