import { CST, Lexer } from "yaml";

/** Levels of a document at most: the programme's have four. The parser recurses, and needs memory by the square. */
const DEEPEST = 100;

/**
 * Whether a YAML text nests deeper than any submission, told from its tokens. Deeper lines of a block need more room
 * each, so that there are never too many of them.
 */
export function nestsTooDeep(text: string): boolean {
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
