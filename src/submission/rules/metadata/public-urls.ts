import { rule } from "../define.js";
import type { Edit } from "../../finding.js";
import type { Located, ProductDocument } from "../../document.js";
import { metadataOf, URL_KEYS } from "../metadata-keys.js";
import { rewritten } from "../source.js";
import { isPlaceholder } from "./placeholders.js";
import { hostObjection } from "./public-hosts.js";

const CONFORMANCE = /^https?:\/\/(?:www\.)?github\.com\/cncf\/k8s-(?:ai-)?conformance(?:[/?#]|$)/i;

export const publicUrls = rule({
  id: "META-009",
  severity: "error",
  title: "Addresses are https on public hosts, without shorteners; documentation is the product's own.",
  why: "The registry shows them to everybody, for years.",
  mend: "Write the full https address of a page that anybody can open.",
  *find({ document, files }) {
    for (const key of URL_KEYS) {
      const given = metadataOf(document, key);
      // A logo may be a file of the folder.
      if (given === undefined || given.value.trim() === "" || files.has(given.value)) continue;
      if (isPlaceholder(given.value)) continue;
      for (const { why, fix, edit } of objections(document, given, key)) {
        yield { message: `${key}: ${why}`, place: given.place, quote: given.value, fix, ...(edit && { edit }) };
      }
    }
  },
});

interface Objection {
  why: string;
  fix: string;
  edit?: Edit;
}

function* objections(document: ProductDocument, given: Located<string>, key: string): Generator<Objection> {
  const value = given.value.trim();
  if (value !== given.value) {
    const why = "there are spaces around the address";
    yield { why, fix: "remove them", edit: rewritten(document, given.place, value) };
  }
  if (/\s/.test(value) || !URL.canParse(value)) {
    yield { why: `${value} is no address`, fix: "write the full address, https:// first" };
    return;
  }
  const { protocol, hostname, username } = new URL(value);
  const scheme = protocol.slice(0, -1);
  if (scheme !== "https") yield { why: `the address is ${scheme}, not https`, fix: "write the https address" };
  if (username !== "") yield { why: "the address holds a user's name", fix: "remove it" };
  const objection = hostObjection(hostname);
  if (objection !== undefined) yield { why: objection, fix: "write the address of the public page itself" };
  if (key === "documentationUrl" && CONFORMANCE.test(value)) {
    yield { why: "this is a page of a conformance programme", fix: "name the product's own documentation" };
  }
}
