import { visible } from "../../report/visible.js";
import type { Colours } from "./colours.js";
import { tableItems } from "./table.js";

/**
 * Markdown as text for a terminal: paragraphs and list items are filled to `width`, headings are bold, code stays as
 * it is. Not all of CommonMark, only what a README of ours uses.
 */
export function markdownText(markdown: string, width: number, colours: Colours): string {
  const source = visible(markdown.replace(/<!--[\s\S]*?-->/g, "")).split("\n");
  const lines = rendered(source, width, colours);
  return lines.join("\n").trim();
}

/** Words that flow: a paragraph, or an item with its mark. */
interface Block {
  mark: string;
  words: string;
}

function rendered(source: readonly string[], width: number, colours: Colours): string[] {
  const lines: string[] = [];
  let block: Block | undefined;
  let table: string[] = [];
  let fenced = false;
  const flush = () => {
    if (block) lines.push(...filled(block, width).map((line) => inline(line, colours)));
    block = undefined;
    const items = tableItems(table, width);
    lines.push(...(items ? rendered(items, width, colours) : table.map((row) => inline(row, colours))));
    table = [];
  };
  for (const line of source) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) lines.push(colours.dim(`    ${line}`));
    else if (/^\s*\|/.test(line)) {
      if (block) flush();
      table.push(line);
    } else if (/^\s*$/.test(line)) {
      flush();
      if (lines.at(-1) !== "") lines.push("");
    } else if (/^#{1,6} /.test(line)) {
      flush();
      lines.push(colours.bold(inline(line.replace(/^#+ /, ""), colours)));
    } else {
      const item = itemOf(line);
      if (item || !block) flush();
      block = item ?? { mark: block?.mark ?? "", words: `${block ? `${block.words} ` : ""}${line.trim()}` };
    }
  }
  flush();
  return lines;
}

function itemOf(line: string): Block | undefined {
  const [, indent = "", number, words = ""] = /^(\s*)(?:[-*]|(\d+\.)) +(.*)$/.exec(line) ?? [];
  return words === "" ? undefined : { mark: `${indent}${number ?? "•"} `, words };
}

/** Fills words to `width` columns; a word longer than that stands alone. */
function filled({ mark, words }: Block, width: number): string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of words.split(/\s+/)) {
    const bare = line.trim() === "" || line === mark;
    if (!bare && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(mark.length) + word;
    } else line += bare ? word : ` ${word}`;
  }
  return [...lines, line];
}

function inline(text: string, colours: Colours): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => colours.bold(bold))
    .replace(/`([^`]+)`/g, (_, code: string) => colours.cyan(code))
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, (_, label: string, url: string) => `${label} (${url})`)
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1");
}
