import { rule } from "../define.js";
import { METADATA_KEYS, metadataOf, REQUIRED_KEYS, snakeCase, type MetadataKey } from "../metadata-keys.js";
import { pairsOf, placeOf, section, keyOf } from "../nodes.js";
import type { ProductDocument } from "../../document.js";
import type { Place } from "../../finding.js";
import { sourceOf } from "../source.js";
import { isPlaceholder } from "./placeholders.js";

const REQUIRED = new Set<MetadataKey>(REQUIRED_KEYS);

export const requiredGiven = rule({
  id: "META-001",
  severity: "error",
  title: "Everything that the checklist asks of a product is filled in.",
  why: "The registry and the landscape are made from these values, and a person must be there to ask.",
  mend: "Fill in each key; leave an optional one out rather than with a placeholder.",
  *find({ document }) {
    if (!document.yaml) return;
    for (const key of METADATA_KEYS) {
      const given = metadataOf(document, key);
      const required = REQUIRED.has(key);
      if (given === undefined) {
        // Of another shape than text tells its own rule.
        if (!required || pairOf(document, key)?.value) continue;
        yield { message: `metadata lacks ${key}`, place: metadataPlace(document), fix: `add ${key}` };
      } else if (given.value.trim() === "" && required) {
        const place = given.place;
        yield { message: `${key} is empty`, place, quote: sourceOf(document, place), fix: `fill in ${key}` };
      } else if (isPlaceholder(given.value) && !(key === "repoUrl" && NOTHING.test(given.value))) {
        const fix = required ? `write the product's own ${key}` : `write the product's own ${key}, or leave it out`;
        yield { message: `${key} is a placeholder: ${given.value}`, place: given.place, quote: given.value, fix };
      }
    }
  },
});

/** Of an optional address, which has a rule of its own. */
const NOTHING = /^\s*(?:n\/?a|none|-+)\s*$/i;

function pairOf(document: ProductDocument, key: string) {
  return pairsOf(document, "metadata").find((pair) => [key, snakeCase(key)].includes(keyOf(pair) ?? ""));
}

/** Where a key is missing. */
function metadataPlace(document: ProductDocument): Place {
  return placeOf(document, section(document, "metadata")?.key);
}
