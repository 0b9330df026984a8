import { CST, Lexer } from "yaml";

/** Levels of a document at most: the programme's have four. The parser recurses, and needs memory by the square. */
const DEEPEST = 100;

/**
 * Whether a YAML text nests deeper than any submission, told from its tokens. Deeper lines of a block need more room
 * each, so that there are never too many of them.
 */
export function nestsTooDeep(text: string): boolean {
  if (!couldNest(text)) return false;
  let [flow, line] = [0, 0];
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    if (type === "flow-map-start" || type === "flow-seq-start") flow++;
    else if (type === "flow-map-end" || type === "flow-seq-end") flow--;
    else if (type === "newline") line = 0;
    else if (flow === 0 && type?.endsWith("-ind")) line++;
    if (flow > DEEPEST || line > DEEPEST) return true;
  }
  return false;
}

/** Whether there are signs enough for it: most texts need not be split into tokens. */
function couldNest(text: string): boolean {
  let [brackets, indicators] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\n") indicators = 0;
    else if (sign === "[" || sign === "{") brackets++;
    else if (sign === "-" || sign === "?" || sign === ":") indicators++;
    if (brackets > DEEPEST || indicators > DEEPEST) return true;
  }
  return false;
}
