import type { Pair } from "yaml";
import type { ProductDocument } from "../../document.js";
import { rule, type Found } from "../define.js";
import { METADATA_KEYS, snakeCase } from "../metadata-keys.js";
import { nearest } from "../nearest.js";
import { entriesOf, keyOf, pairsOf, placeOf } from "../nodes.js";
import { isMap } from "yaml";

const ROOT = ["metadata", "spec"];
const METADATA: readonly string[] = METADATA_KEYS;
const OLDER = new Set(METADATA_KEYS.map(snakeCase));
const REQUIREMENT = ["id", "description", "level", "status", "evidence", "notes"];

export const unknownKeys = rule({
  id: "YAML-005",
  severity: "warn",
  title: "Only keys that the checklist has stand at the root, in metadata and in a requirement.",
  why: "Nobody reads a key that the programme does not know: a slip of the pen hides what was meant.",
  mend: "Write the key as the checklist has it, or move its words to the notes.",
  *find({ document }) {
    const root = document.yaml?.contents;
    if (isMap(root)) yield* unknown(document, root.items, ROOT, "the file");
    const metadata = pairsOf(document, "metadata").filter((pair) => !OLDER.has(keyOf(pair) ?? ""));
    yield* unknown(document, metadata, METADATA, "metadata");
    for (const { map } of entriesOf(document)) yield* unknown(document, map.items, REQUIREMENT, "a requirement");
  },
});

function* unknown(
  document: ProductDocument,
  pairs: readonly Pair[],
  known: readonly string[],
  where: string,
): Generator<Found> {
  const present = new Set(pairs.map(keyOf));
  for (const pair of pairs) {
    const key = keyOf(pair);
    // A merge key has a rule of its own.
    if (key === undefined || known.includes(key) || key === "<<") continue;
    const meant = nearest(
      key,
      known.filter((each) => !present.has(each)),
    );
    yield {
      message: `${where} has no key ${key}`,
      place: placeOf(document, pair.key),
      quote: key,
      fix: meant === undefined ? `one of ${known.join(", ")}, or nothing` : `write ${meant}`,
    };
  }
}
