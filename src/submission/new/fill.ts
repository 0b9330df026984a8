import { isMap, isNode, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from "yaml";
import type { Edit } from "../finding.js";
import { edited } from "../fix.js";
import { FIELDS } from "./fields.js";
import type { Answer } from "./answer.js";

/** What is written into the checklist. */
export interface Filling {
  metadata: ReadonlyMap<string, string>;
  /** By requirement. */
  answers: ReadonlyMap<string, Answer & { evidence: readonly string[] }>;
}

/**
 * Fills the programme's own checklist in. Only values change, within the text itself: wording, order, comments and
 * spacing stay to the byte, so that a diff against the checklist shows what was filled in and nothing else.
 * @param checklist a whole one, as `parseChecklist` takes it
 */
export function fillChecklist(checklist: string, { metadata, answers }: Filling): string {
  const text = checklist.endsWith("\n") ? checklist : `${checklist}\n`;
  const document = parseDocument(text, { logLevel: "error" });
  const edits: Edit[] = [];
  const about = document.get("metadata");
  if (isMap(about)) edits.push(...FIELDS.flatMap(({ key }) => filledField(text, about, key, metadata.get(key))));
  for (const requirement of requirementsIn(document.get("spec"))) {
    const given = answers.get(String(requirement.get("id")));
    if (!given) continue;
    edits.push(
      withValue(text, requirement, "status", scalar(given.status)),
      withValue(text, requirement, "evidence", list(given.evidence, columnOf(text, requirement))),
      withValue(text, requirement, "notes", scalar(given.notes)),
    );
  }
  return edited(text, edits);
}

function* requirementsIn(spec: unknown): Generator<YAMLMap> {
  if (!isMap(spec)) return;
  for (const { value } of spec.items) {
    if (isSeq(value)) for (const item of value.items) if (isMap(item)) yield item;
  }
}

/** A field that nobody filled in must not stay there as a placeholder. */
function filledField(text: string, map: YAMLMap, key: string, value: string | undefined): Edit[] {
  if (value !== undefined) return [withValue(text, map, key, scalar(value))];
  const pair = pairOf(map, key);
  if (!pair) return [];
  const start = text.lastIndexOf("\n", startOf(pair) - 1) + 1;
  const end = text.indexOf("\n", endOf(pair));
  return [{ range: [start, end < 0 ? text.length : end + 1], text: "" }];
}

/** Replaces what stands behind a key, or adds the key at the end of its mapping. */
function withValue(text: string, map: YAMLMap, key: string, value: string): Edit {
  const pair = pairOf(map, key);
  if (pair) return { range: [text.indexOf(":", keyEnd(pair)) + 1, endOf(pair)], text: value };
  const last = map.items.at(-1);
  const newline = text.indexOf("\n", last ? endOf(last) : startOfMap(map));
  const line = `${" ".repeat(columnOf(text, map))}${key}:${value}\n`;
  return { range: [newline + 1, newline + 1], text: line };
}

function scalar(value: string): string {
  return ` ${quoted(value)}`;
}

/** A block sequence, indented below its key as the checklist's examples are. */
function list(values: readonly string[], column: number): string {
  if (values.length === 0) return " []";
  return values.map((value) => `\n${" ".repeat(column + 2)}- ${quoted(value)}`).join("");
}

/** JSON's strings are YAML's, in double quotes (YAML 1.2, section 5.7). */
function quoted(value: string): string {
  return JSON.stringify(value);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Column, from 0, of a mapping's keys. */
function columnOf(text: string, map: YAMLMap): number {
  const start = startOfMap(map);
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

function startOfMap(map: YAMLMap): number {
  const [first] = map.items;
  return first ? startOf(first) : (map.range?.[0] ?? 0);
}

function startOf({ key }: Pair): number {
  return isNode(key) ? (key.range?.[0] ?? 0) : 0;
}

function keyEnd({ key }: Pair): number {
  return isNode(key) ? (key.range?.[1] ?? 0) : 0;
}

function endOf(pair: Pair): number {
  const end = isNode(pair.value) ? pair.value.range?.[1] : undefined;
  return Math.max(end ?? 0, keyEnd(pair) + 1);
}
