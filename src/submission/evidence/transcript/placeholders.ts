import { once } from "../../once.js";
import type { SubmittedFile } from "../../submission.js";
import { matches, type Seen } from "./match.js";

/** Marks of a text that was written by hand where an output should stand. */
const MARKS: readonly (readonly [mark: string, pattern: RegExp, needle?: string])[] = [
  ["an expectation in the place of an output", /^[ \t>]*(?:\*\*|#{1,6} |_)?Expected outputs?:?(?:\*\*|_)?:?[ \t]*$/gim],
  // Names that Kubernetes makes up have no x in a row; masked digests and keys have longer ones beside other letters.
  ["letters in the place of a name", /(?<![\w*.-])[\w.-]{1,100}-x{4,}\b|(?<![\w.-])x{5,}(?![\w.-])/g, "xxxx"],
  ["a blank to be filled in", /<(?:your|my|insert|replace)[-_ ][^<>\n]{1,60}>|\bREPLACE[-_]?ME\b|\bCHANGE[-_]?ME\b/gi],
  ["an ellipsis in the place of output", /^[ \t]*(?:\.\.\.|…)[ \t]*,?[ \t]*$/gm],
];

/** A mark with what it is. */
export interface Placeholder extends Seen {
  mark: string;
}

export const placeholdersIn = once((file: SubmittedFile): readonly Placeholder[] =>
  MARKS.flatMap(([mark, pattern, needle]) => matches(file, pattern, needle).map((seen) => ({ ...seen, mark }))),
);
