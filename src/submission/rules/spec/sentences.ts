/** What turns a phrase behind it around, or makes a case of it instead of a statement. */
const GUARDS =
  /\b(?:if|where|when|whenever|unless|in case|should|does not mean|not that|not true that|no longer|nothing|never|previously|formerly|earlier|older|used to|until|before)\b[^;]*$/;
/** What takes it back behind it: "not supported by default, but …" is no refusal. */
const TAKEN_BACK =
  /^[^;]*\b(?:by default,? but|out of the box,? but|natively,? but|only (?:by|on|in)|but (?:is|are|it|can|may|works?|supports?|we)\b)/;

/** UTF-16 units before a phrase in which it may be turned around. */
const NEAR = 300;

/** Sentences of a text in lower case, with single spaces; at most as many as a person writes. */
export function sentencesOf(text: string): string[] {
  return text
    .slice(0, 20_000)
    .replaceAll("’", "'")
    .replace(/\s+/g, " ")
    .toLowerCase()
    .split(/(?<=[.;!?])\s/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The first of the phrases that a text states, and neither negates nor makes a case of nor takes back. */
export function stated(text: string, phrases: readonly RegExp[]): string | undefined {
  for (const sentence of sentencesOf(text)) {
    for (const phrase of phrases) {
      const match = phrase.exec(sentence);
      if (!match) continue;
      const before = sentence.slice(Math.max(0, match.index - NEAR), match.index);
      const after = sentence.slice(match.index + match[0].length);
      if (!GUARDS.test(before) && !TAKEN_BACK.test(after)) return match[0].trim();
    }
  }
  return undefined;
}
