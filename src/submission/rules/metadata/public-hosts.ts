import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Hosts that hide where a link leads; any of them may lead elsewhere tomorrow. */
const SHORTENERS = new Set([
  "bit.ly",
  "buff.ly",
  "cutt.ly",
  "goo.gl",
  "is.gd",
  "ow.ly",
  "rb.gy",
  "rebrand.ly",
  "s.id",
  "short.io",
  "shorturl.at",
  "t.co",
  "t.ly",
  "tiny.cc",
  "tinyurl.com",
  "v.gd",
]);

/** Names that are nobody's in public (RFC 2606, 6761, 6762, 8375 and ICANN's `internal`). */
const PRIVATE =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|corp|home\.arpa|test|invalid|example|example\.(?:com|net|org))$/;

/** Why a host is not one that everybody reaches by its name; undefined where it is. */
export function hostObjection(host: string): string | undefined {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  if (isIP(name)) return ipaddr.process(name).range() === "unicast" ? undefined : `${name} is no public address`;
  if (SHORTENERS.has(name)) return `${name} shortens addresses`;
  return PRIVATE.test(name) || !name.includes(".") ? `${name} is no public host` : undefined;
}
