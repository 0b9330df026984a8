import stringWidth from "string-width";
import { visible } from "../../report/visible.js";
import type { Place } from "../finding.js";
import { PRODUCT } from "../document.js";
import { textOf } from "../evidence/text.js";
import type { Submission } from "../submission.js";

/** Columns of a quoted line, and of them before the place. */
const [WIDTH, BEFORE] = [100, 30];

/** The line of a place with a mark below it, in two lines; undefined where there is no such line, or no text. */
export function excerpt(submission: Submission, place: Place): readonly [string, string] | undefined {
  // What is missing stands nowhere.
  if (place.line === 1 && place.column === 1 && !place.end) return undefined;
  const line = lineOf(submission, place);
  if (line === undefined || line.trim() === "") return undefined;
  const column = Math.min(place.column - 1, line.length);
  const from = column > WIDTH - BEFORE ? column - BEFORE : 0;
  const until = endOn(place, line.length);
  const [before, marked, after] = [line.slice(from, column), line.slice(column, until), line.slice(until)].map(shown);
  const left = from > 0 ? "…" : "";
  const whole = `${left}${before}${marked}${after}`;
  const cut = whole.length > WIDTH ? `${whole.slice(0, WIDTH - 1).replace(/[\ud800-\udbff]$/, "")}…` : whole;
  const indent = stringWidth(`${left}${before}`);
  const length = Math.max(1, Math.min(stringWidth((marked ?? "").trimEnd()), stringWidth(cut) - indent));
  return [cut, `${" ".repeat(indent)}${"^".repeat(length)}`];
}

/** The place's last column in its own line, from 0; of a place that only has a beginning that is all there is. */
function endOn({ line, column, end }: Place, length: number): number {
  const last = !end ? column : end.line === line ? end.column - 1 : length;
  return Math.min(last, length);
}

function shown(text: string): string {
  // A line may have megabytes, and each sign takes eight at most.
  return visible(text.slice(0, WIDTH)).replaceAll("\t", " ");
}

function lineOf({ document, files }: Submission, { file, line }: Place): string | undefined {
  const other = files.get(file);
  const text = file === PRODUCT ? document.text : ((other && textOf(other)) ?? "");
  let start = 0;
  for (let number = 1; number < line; number++) {
    start = text.indexOf("\n", start) + 1;
    if (start === 0) return undefined;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "");
}
