import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import type { Adapter } from "./adapter.js";
import { descriptionSchema, type Description } from "./description.js";

/** A description that cannot be used. The message has a line for each mistake: FILE:LINE:COLUMN: what is wrong. */
export class DescriptionInvalid extends Error {
  override name = "DescriptionInvalid";
  readonly code = "DESCRIPTION_INVALID";
  readonly next = "src/accelerators/README.md tells of each field; docs/accelerator.yaml is an example";
}

/**
 * A user's description of accelerators, from YAML.
 * @param file name for error messages
 * @param known adapters that it must not be confused with
 * @throws DescriptionInvalid
 */
export function readDescription(text: string, file: string, known: readonly Adapter[]): Description {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, what: string): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}: ${what}`;
  };
  const refuse = (mistakes: string[]): never => {
    throw new DescriptionInvalid(mistakes.join("\n"));
  };
  // Whatever follows the first error of syntax follows from it.
  const [broken] = document.errors;
  if (broken) refuse([at(broken.pos[0], broken.message)]);
  const parsed = descriptionSchema.safeParse(document.toJS());
  if (!parsed.success)
    return refuse(parsed.error.issues.map(innermost).map((issue) => at(placeOf(document, issue), inWords(issue))));
  const clash = clashWith(parsed.data, known);
  if (clash) refuse([at(offsetOf(document, clash.path), clash.message)]);
  return parsed.data;
}

/** What is wrong with a key, and with the alternative that fits best, says more than that there is a mistake. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const alternatives =
    issue.code === "invalid_union" ? issue.errors : issue.code === "invalid_key" ? [issue.issues] : [];
  const [best] = alternatives.toSorted((a, b) => a.length - b.length);
  return best?.[0] ? innermost({ ...best[0], path: [...issue.path, ...best[0].path] }) : issue;
}

function inWords(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  return where === "" ? issue.message : `${where}: ${issue.message}`;
}

/** An unknown key is shown where it stands; of what is missing, the place that lacks it. */
function placeOf(document: Document, issue: z.core.$ZodIssue): number {
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const map = issue.path.length === 0 ? document.contents : document.getIn(issue.path, true);
  if (key === undefined || !isMap(map)) return offsetOf(document, issue.path);
  const pair = map.items.find(({ key: each }) => isScalar(each) && each.value === key);
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : offsetOf(document, issue.path);
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** Two adapters for one name: nobody could say which one a pool belongs to. */
function clashWith(
  { id, resources, dra }: Description,
  known: readonly Adapter[],
): { path: PropertyKey[]; message: string } | undefined {
  for (const other of known) {
    const message = (what: string) => `${what} is known to karat already (${other.name})`;
    if (other.id === id) return { path: ["id"], message: message(id) };
    const resource = resources.findIndex((each) => other.resources.includes(each));
    if (resource >= 0) return { path: ["resources", resource], message: message(String(resources[resource])) };
    if (dra && other.drivers.some(({ name }) => name === dra.driver))
      return { path: ["dra", "driver"], message: message(dra.driver) };
  }
  return undefined;
}
