import type { ApiObject } from "../record/facts.js";
import { readScript, runScript } from "./script.js";

const BACKEND = readScript("http-backend.sh");
const CLIENT = readScript("http-client.sh");

/** Requests that an HTTP client is to send. */
export interface HttpOrder {
  /** Names it in what the client prints: letters, digits and hyphens. */
  name: string;
  /** How many must be answered, beside the one in a hundred that may be lost on its way. */
  times: number;
  /** As many as it takes until `times` answers in a row hold this text, for at most so many seconds. */
  until?: { holds: string; within: number };
  /** IP address or name of a host. */
  address: string;
  port: number;
  /** Host header. */
  host: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
}

/** Turns a container of a manifest into a backend of its name that serves these files, see http-backend.sh. */
export function equipBackend(container: ApiObject, { paths, port }: { paths: readonly string[]; port: number }): void {
  runScript(container, BACKEND, { KARAT_PATHS: paths.join(" "), KARAT_PORT: String(port) });
}

/**
 * Turns a container of a manifest into a client that carries out these orders one after the other, see http-client.sh.
 * @param patience seconds that one answer is waited for
 * @throws Error for an order that cannot be written in one line
 */
export function equipClient(container: ApiObject, orders: readonly HttpOrder[], patience: number): void {
  const variables = { KARAT_REQUESTS: orders.map(lineOf).join("\n"), KARAT_PATIENCE: String(patience) };
  runScript(container, CLIENT, variables);
}

function lineOf({ name, times, until, address, port, host, path, headers = {} }: HttpOrder): string {
  const fields = [name, times, until?.within ?? 0, until?.holds ?? "-", address, port, host, path].map(String);
  const line = [...fields, ...Object.entries(headers).map(([header, value]) => `${header}:${value}`)];
  const unfit = line.find((field) => !/^[!-~]+$/.test(field));
  if (unfit !== undefined) throw new Error(`request ${name}: ${JSON.stringify(unfit)} can't be ordered`);
  return line.join(" ");
}
