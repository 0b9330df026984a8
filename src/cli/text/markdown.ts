import { visible } from "../../report/visible.js";
import type { Colours } from "./colours.js";

/**
 * Markdown as text for a terminal: paragraphs and list items are filled to `width`, headings are bold, code and
 * tables stay as they are. Not all of CommonMark, only what a README of ours uses.
 */
export function markdownText(markdown: string, width: number, colours: Colours): string {
  const lines: string[] = [];
  let block: { indent: string; first: string; words: string } | undefined;
  const flush = () => {
    if (block) lines.push(...filled(block, width).map((line) => inline(line, colours)));
    block = undefined;
  };
  let fenced = false;
  for (const line of visible(markdown.replace(/<!--[\s\S]*?-->/g, "")).split("\n")) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) {
      lines.push(colours.dim(`    ${line}`));
    } else if (/^\s*$/.test(line)) {
      flush();
      if (lines.at(-1) !== "") lines.push("");
    } else if (/^#{1,6} /.test(line)) {
      flush();
      lines.push(colours.bold(inline(line.replace(/^#+ /, ""), colours)));
    } else if (/^\s*\|/.test(line)) {
      flush();
      lines.push(inline(line, colours));
    } else {
      const item = /^(\s*)(?:[-*]|(\d+\.)) +(.*)$/.exec(line);
      if (item) {
        flush();
        const [, indent = "", number, words = ""] = item;
        const first = `${indent}${number ?? "•"} `;
        block = { first, indent: " ".repeat(first.length), words };
      } else if (block) block.words += ` ${line.trim()}`;
      else block = { first: "", indent: "", words: line.trim() };
    }
  }
  flush();
  return lines.join("\n").trim();
}

/** Fills words to `width` columns; a word longer than that stands alone. */
function filled({ first, indent, words }: { first: string; indent: string; words: string }, width: number): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of words.split(/\s+/)) {
    const bare = line.trim() === "" || line === first;
    if (!bare && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
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
