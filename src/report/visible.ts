/** Everything that draws nothing, moves the cursor, reorders text or may not stand in XML; tab and newline are kept. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/**
 * Text from a cluster with every character shown that could hide, reorder or forge something: ESC becomes ␛, a
 * right-to-left override ⟨U+202E⟩ (Trojan Source, CVE-2021-42574). The result is safe on a terminal and valid in XML.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** The same on one line, cut to at most `limit` UTF-16 units with an ellipsis. */
export function oneLine(text: string, limit = 1_000): string {
  const line = visible(text.slice(0, limit * 2))
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= limit && text.length <= limit * 2) return line;
  return `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
