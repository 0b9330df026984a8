import { isAlias, isMap, isScalar, isSeq, Schema, type Scalar } from "yaml";
import type { ProductDocument } from "../../document.js";
import { rule, type Found } from "../define.js";
import { sourceOf } from "../source.js";
import { entriesOf, keyOf, pairsOf, placeOf, section } from "../nodes.js";

/** Tells a plain scalar's type as YAML 1.2's core schema does, whichever schema the file was read by. */
const CORE = new Schema({ schema: "core" });

export const types = rule({
  id: "YAML-004",
  severity: "error",
  title: "Scalars are text, evidence is a list of texts, and spec maps each category to a list.",
  why: "A version such as 1.30 that is read as a number becomes 1.3, and what has another shape is not read at all.",
  mend: "Put text in quotes, and give lists and mappings the checklist's shape.",
  *find({ document }) {
    if (!document.yaml || document.yaml.errors.length > 0) return;
    const root = document.yaml.contents;
    if (!isMap(root)) {
      yield shape(document, root, "the file", "a mapping with metadata and spec");
      return;
    }
    yield* sections(document);
    for (const pair of pairsOf(document, "metadata")) {
      yield* text(document, pair.value, keyOf(pair) ?? "a key of metadata");
    }
    for (const { map } of entriesOf(document)) {
      for (const pair of map.items) {
        const key = keyOf(pair) ?? "a key";
        if (key === "evidence") yield* evidence(document, pair.value);
        else yield* text(document, pair.value, key);
      }
    }
  },
});

function* sections(document: ProductDocument): Generator<Found> {
  for (const name of ["metadata", "spec"]) {
    const value = section(document, name)?.value;
    if (value !== undefined && !isMap(value)) yield shape(document, value, name, "a mapping");
  }
  for (const pair of pairsOf(document, "spec")) {
    const category = keyOf(pair) ?? "a category";
    if (!isSeq(pair.value)) {
      if (typeOf(pair.value) !== "nothing") yield shape(document, pair.value, category, "a list of requirements");
      continue;
    }
    for (const entry of pair.value.items) {
      if (!isMap(entry)) yield shape(document, entry, `an entry of ${category}`, "a mapping with id, level and status");
    }
  }
}

function* evidence(document: ProductDocument, value: unknown): Generator<Found> {
  if (isSeq(value)) {
    for (const item of value.items) yield* text(document, item, "a piece of evidence");
  } else if (typeOf(value) !== "nothing") {
    yield shape(document, value, "evidence", "a list, such as [] or one text a line with a dash before it");
  }
}

/** What must be text. Nothing at all is left to the rules that know whether something must stand there. */
function* text(document: ProductDocument, value: unknown, name: string): Generator<Found> {
  if (!isScalar(value)) {
    if (!isAlias(value)) yield shape(document, value, name, "text");
    return;
  }
  const type = typeOf(value);
  if (type === "text" || type === "nothing") return;
  const raw = value.source ?? String(value.value);
  const place = placeOf(document, value);
  const [start, end] = value.range ?? [0, 0];
  yield {
    message: `${name} is ${raw} without quotes, which YAML reads as ${type}`,
    place,
    quote: raw,
    fix: `write "${raw}"`,
    edit: { range: [start, end], text: JSON.stringify(raw) },
  };
}

function shape(document: ProductDocument, value: unknown, name: string, wanted: string): Found {
  const message = `${name} is ${typeOf(value)}, and must be ${wanted}`;
  const place = placeOf(document, value);
  const [quote = ""] = sourceOf(document, place).split("\n");
  return { message, place, ...(quote !== "" && { quote }), fix: `make it ${wanted}` };
}

/** Of a node, in words. */
function typeOf(node: unknown): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (isAlias(node)) return "an alias";
  return isScalar(node) ? typeOfScalar(node) : "nothing";
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["tag:yaml.org,2002:null", "nothing"],
  ["tag:yaml.org,2002:bool", "true or false"],
  ["tag:yaml.org,2002:int", "a number"],
  ["tag:yaml.org,2002:float", "a number"],
]);

function typeOfScalar({ type, tag, source, value }: Scalar): string {
  if (type !== "PLAIN" || tag !== undefined) return "text";
  const written = source ?? String(value);
  const match = CORE.tags.find((each) => each.default === true && "test" in each && each.test?.test(written));
  return NAMES.get(match?.tag ?? "") ?? "text";
}
