import { isMap, isScalar } from "yaml";
import { REQUIREMENT_IDS } from "../../../spec/levels.js";
import type { Located, ProductDocument } from "../../document.js";
import type { Place } from "../../finding.js";
import { rule, type Found } from "../define.js";
import { METADATA_KEYS, metadataOf, URL_KEYS } from "../metadata-keys.js";
import { nodesOf, placeOf } from "../nodes.js";
import { spanOf } from "../source.js";
import { STATUSES } from "../statuses.js";
import { codePoint, exposed, isUnseen, lookalike, masked, TURNING, unmasked } from "./characters.js";

const KEYS = ["metadata", "spec", "id", "description", "level", "status", "evidence", "notes", ...METADATA_KEYS];

export const hiddenCharacters = rule({
  id: "YAML-007",
  severity: "error",
  title: "Keys, ids, status, level and addresses hold no character that hides or passes for another.",
  why: "A word or an address that only looks right is read by people as one thing and by programs as another.",
  mend: "Type the word anew, by hand.",
  *find({ document }) {
    yield* turning(document);
    for (const name of names(document)) {
      const odd = masked(name.value);
      if (odd !== undefined) yield mistaken(document, name, odd);
    }
    for (const { value, place } of addresses(document)) {
      const odd = maskedAddress(value);
      if (odd !== undefined) yield found(document, place, odd, "an address");
    }
  },
});

/** Marks of direction, wherever they stand: in comments they mislead too. */
function* turning({ text, at }: ProductDocument): Generator<Found> {
  for (const { index, 0: mark } of text.matchAll(TURNING)) {
    const range = [index, index + 1] as const;
    const message = `${codePoint(mark)} turns the direction of the text here`;
    yield { message, place: at(...range), fix: "remove it", edit: { range, text: "" } };
  }
}

interface Name extends Located<string> {
  what: string;
  /** What may stand there. */
  words: readonly string[];
}

function* names(document: ProductDocument): Generator<Name> {
  for (const node of nodesOf(document)) {
    if (!isMap(node)) continue;
    for (const { key } of node.items) {
      if (isScalar(key)) yield { value: String(key.value), place: placeOf(document, key), what: "a key", words: KEYS };
    }
  }
  for (const { id, level, status } of document.claims) {
    if (id) yield { ...id, what: "an id", words: REQUIREMENT_IDS };
    if (level) yield { ...level, what: "a level", words: ["MUST", "SHOULD"] };
    if (status) yield { ...status, what: "a status", words: STATUSES };
  }
}

/** Retyped where it then is one of the words that may stand there. */
function mistaken(document: ProductDocument, { value, place, what, words }: Name, odd: string): Found {
  const finding = found(document, place, odd, what);
  const meant = unmasked(value);
  if (!words.includes(meant)) return finding;
  const range = spanOf(document, place);
  const edit = { range, text: unmasked(document.text.slice(...range)) };
  return { ...finding, fix: `write ${meant}`, edit };
}

function* addresses(document: ProductDocument): Generator<Located<string>> {
  for (const key of URL_KEYS) {
    const value = metadataOf(document, key);
    if (value) yield value;
  }
  for (const { evidence } of document.claims) yield* evidence;
}

/**
 * Unseen anywhere, or in a host a letter that passes for one of ASCII's. A path in another script is somebody's language,
 * and so is a part of a host that no reader takes for ASCII.
 */
function maskedAddress(address: string): string | undefined {
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(address)?.[1] ?? "";
  const forged = host.split(".").filter((label) => /^\p{ASCII}+$/u.test(unmasked(label)));
  return masked(address, isUnseen) ?? masked(forged.join("."));
}

/** Shown by its number, never drawn: nobody could tell it from what it passes for. */
function found(document: ProductDocument, place: Place, odd: string, what: string): Found {
  const [start, end] = spanOf(document, place);
  const source = document.text.slice(start, end);
  // An escape in quotes has no place of its own.
  const index = source.indexOf(odd);
  const passesFor = lookalike(odd)?.trim();
  return {
    message: `${what} holds ${codePoint(odd)}${passesFor ? `, which passes for ${passesFor}` : ""}`,
    place: index < 0 ? place : document.at(start + index, start + index + odd.length),
    quote: exposed(source),
    fix: "type it anew by hand",
  };
}
