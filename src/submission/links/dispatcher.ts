import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import type { AddressPolicy } from "./addresses.js";
import { Forbidden } from "./target.js";

/** Addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface Limits {
  /** Milliseconds until a connection stands, and until an answer begins. */
  timeout: number;
}

/** As the system looks names up. */
export async function systemResolve(hostname: string): Promise<readonly string[]> {
  return (await systemLookup(hostname, { all: true })).map(({ address }) => address);
}

/**
 * A client that connects to no address that the policy refuses. The name is looked up for the connection itself and what
 * came of it is what is connected to, so a name that changes its address between a look and a connection (DNS
 * rebinding) gains nothing. Proxies of the environment are not asked: what they connect to could not be seen.
 */
export function guardedDispatcher(
  policy: AddressPolicy,
  { timeout }: Limits,
  resolve: Resolve = systemResolve,
): Dispatcher {
  const connector = buildConnector({ timeout, lookup: guardedLookup(policy, resolve) });
  return new Agent({
    headersTimeout: timeout,
    bodyTimeout: timeout,
    keepAliveTimeout: timeout,
    pipelining: 1,
    connections: 1,
    connect(options, callback) {
      connector(options, (...[error, socket]) => {
        if (error) return callback(error, null);
        // Whatever way led here: an address in the URL is looked up by nobody.
        const why = policy(socket.remoteAddress ?? "");
        if (why === undefined) return callback(null, socket);
        socket.destroy();
        return callback(new Forbidden(why), null);
      });
    },
  });
}

function guardedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const refused = addresses.map(policy).find((why) => why !== undefined);
        const good = addresses.filter((address) => policy(address) === undefined);
        const [first] = good;
        if (first === undefined) callback(new Forbidden(refused ?? `${hostname} has no address`), "", 0);
        else if (options.all)
          callback(
            null,
            good.map((address) => ({ address, family: isIP(address) })),
          );
        else callback(null, first, isIP(first));
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), "", 0),
    );
  };
}
