import { oneLine } from "./visible.js";

/** Text from a cluster as Markdown that shows just that: no markup, no links, no mentions, no line of its own. */
export function markdownText(value: string, limit = 200): string {
  return (
    oneLine(value, limit)
      .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? character)
      .replace(/:\/\//g, ":&#8203;//")
      .replace(/:(?=[\w+-]+:)/g, ":&#8203;")
      .replace(/[\\`*_[\]|~$]/g, "\\$&")
      .replace(/@|(?<!&)#/g, "$&&#8203;")
      // Not only at a word's beginning: GitHub links what stands behind _ * ~ ( too.
      .replace(/(www)\./gi, "$1&#8203;.")
  );
}
