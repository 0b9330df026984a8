import { z } from "zod";
import { rule } from "../define.js";
import type { ProductDocument } from "../../document.js";
import { metadataOf, type MetadataKey } from "../metadata-keys.js";
import { isPlaceholder } from "./placeholders.js";

const ADDRESS = z.email();
/** Hosts that give an address to anybody. */
const FREE_MAIL =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|proton|protonmail|gmx|web|mail|zoho|yandex|qq|foxmail|163|126|sina|naver)\.(?:com|net|org|me|de|ru|cn|co\.uk|co\.jp|fr|eu)$/i;
/** Parts of a host that say nothing of who has it. */
const COMMON = new Set(["com", "net", "org", "www", "gov", "edu", "mail", "email", "docs", "cloud", "dev", "github"]);
/** What says who the vendor is. */
const OF_VENDOR: readonly MetadataKey[] = ["vendorName", "platformName", "websiteUrl", "documentationUrl", "repoUrl"];

export const contact = rule({
  id: "META-011",
  severity: "warn",
  title: "contactEmailAddress is an address at the vendor.",
  why: "Questions and reminders go there for as long as the certificate lasts, and an address of a person's own leaves with the person.",
  mend: "Name an address at the vendor's domain, best one that several people read.",
  *find({ document }) {
    const given = metadataOf(document, "contactEmailAddress");
    if (given === undefined || given.value.trim() === "" || isPlaceholder(given.value)) return;
    const { value, place } = given;
    const why = objection(document, value.trim());
    if (why !== undefined) yield { message: why, place, quote: value, fix: "name an address at the vendor's domain" };
  },
});

function objection(document: ProductDocument, address: string): string | undefined {
  if (!ADDRESS.safeParse(address).success) return `${address} is no e-mail address`;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  if (FREE_MAIL.test(domain)) return `anybody can have an address at ${domain}`;
  return belongs(document, domain)
    ? undefined
    : `${domain} has nothing to do with the vendor, as far as the names tell`;
}

/** Whether a part of the domain stands in what the submission says of its vendor, or the other way round. */
function belongs(document: ProductDocument, domain: string): boolean {
  const vendor = OF_VENDOR.map((key) => metadataOf(document, key)?.value.toLowerCase() ?? "");
  const squashed = vendor.map((value) => value.replace(/[^\p{L}\p{N}]+/gu, ""));
  const words = new Set(vendor.flatMap((value) => value.split(/[^\p{L}\p{N}]+/u)));
  return domain
    .split(".")
    .slice(0, -1)
    .flatMap((label) => [label, ...label.split("-")])
    .filter((label) => label.length >= 2 && !COMMON.has(label))
    .some((label) =>
      label.length >= 4 ? squashed.some((value) => value.includes(label.replaceAll("-", ""))) : words.has(label),
    );
}
