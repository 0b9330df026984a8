import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";

/** What was read, and the way to say where in it something stands. */
export interface Located<T> {
  value: T;
  /** FILE:LINE:COLUMN: what is wrong with the part at a path. */
  at(path: readonly PropertyKey[], what: string): string;
}

/**
 * Reads YAML that a person wrote and holds it against a schema.
 * @param file name for error messages
 * @param invalid makes the error of a message that has a line for each mistake: FILE:LINE:COLUMN: what is wrong
 */
export function readLocated<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  invalid: (message: string) => Error,
): Located<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, what: string): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}: ${what}`;
  };
  // Whatever follows the first error of syntax follows from it.
  const [broken] = document.errors;
  if (broken) throw invalid(at(broken.pos[0], broken.message));
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data, at: (path, what) => at(offsetOf(document, path), what) };
  const mistakes = parsed.error.issues.map(innermost).map((issue) => at(placeOf(document, issue), inWords(issue)));
  throw invalid(mistakes.join("\n"));
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
