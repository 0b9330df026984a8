import ipaddr from "ipaddr.js";

/** Says why nothing may be fetched from an address, or nothing where it may. */
export type AddressPolicy = (address: string) => string | undefined;

/**
 * Refuses every address that no public page has: loopback, private, link-local (a cloud's metadata service), shared,
 * multicast, documentation and reserved ones (IANA's special-purpose registries), and IPv6 that stands for IPv4, as a
 * gateway would turn it into whatever it names.
 */
export const publicOnly: AddressPolicy = (address) => {
  if (!ipaddr.isValid(address)) return `${address} is no address`;
  const parsed = ipaddr.parse(address.replace(/%.*$/, ""));
  const range = parsed.range();
  return range === "unicast" && isGlobal(parsed) ? undefined : `${address} is ${WORDS[range] ?? "not public"}`;
};

const WORDS: Readonly<Record<string, string>> = {
  loopback: "this machine itself",
  private: "of a private network",
  uniqueLocal: "of a private network",
  linkLocal: "of this machine's own link",
  carrierGradeNat: "of a provider's inner network",
  multicast: "for many machines at once",
  ipv4Mapped: "IPv4 in IPv6's clothes",
  rfc6052: "IPv4 in IPv6's clothes",
  rfc6145: "IPv4 in IPv6's clothes",
  "6to4": "IPv4 in IPv6's clothes",
  teredo: "IPv4 in IPv6's clothes",
};

/** All of IPv6 that is routed so far is 2000::/3 (RFC 4291); ::a.b.c.d of old is not. */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || address.match(ipaddr.IPv6.parseCIDR("2000::/3"));
}
