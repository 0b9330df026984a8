import { isIP } from "node:net";
import type { AddressPolicy } from "./addresses.js";

/** Something that karat does not even ask for. */
export class Forbidden extends Error {
  override name = "Forbidden";
}

/**
 * A URL that may be asked for, as far as it shows by itself; names are looked up when they are connected to.
 * @throws Forbidden for another scheme than http and https, for credentials, and for an address that the policy refuses
 */
export function allowed(url: URL, policy: AddressPolicy): void {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Forbidden(`${url.protocol} is not of the web`);
  if (url.username !== "" || url.password !== "") throw new Forbidden("it has a password in it");
  // URL has made one form of 0x7f.1, 127.1 and 2130706433 by now.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const why = isIP(host) === 0 ? undefined : policy(host);
  if (why !== undefined) throw new Forbidden(why);
}
