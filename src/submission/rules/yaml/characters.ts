/** Marks that turn the direction of text: what is read is not what is parsed (Trojan Source, CVE-2021-42574). */
export const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** What draws nothing, or a space that is no plain one. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Letters of other scripts that look like one of ASCII's, as far as keyboards have them (Unicode TR 39, confusables). */
const LOOKALIKES = new Map<string, string>(
  [
    ["АВЕЅІЈКМНОРСТХԚԜ", "ABESIJKMHOPCTXQW"],
    ["аеорсухіјѕԁһԛԝӏ", "aeopcyxijsdhqwl"],
    ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"],
    ["ανορικυ", "avopiku"],
  ].flatMap(([written = "", meant = ""]) =>
    Array.from(written, (letter, index): [string, string] => [letter, meant[index] ?? ""]),
  ),
);

/** The ASCII text that a person takes a character for, nothing for what is not seen; undefined where it looks like none. */
export function lookalike(character: string): string | undefined {
  if (/^\p{ASCII}$/u.test(character)) return undefined;
  if (isUnseen(character)) return /\p{Zs}/u.test(character) ? " " : "";
  const known = LOOKALIKES.get(character);
  if (known !== undefined) return known;
  // Full-width and mathematical letters.
  const folded = character.normalize("NFKC");
  return /^[\x21-\x7e]+$/.test(folded) ? folded : undefined;
}

export function isUnseen(character: string): boolean {
  return UNSEEN.test(character);
}

/** The first character of a text that hides or passes for another, marks of direction excepted. */
export function masked(text: string, counts: (character: string) => boolean = () => true): string | undefined {
  for (const [character] of text.matchAll(/(?![\u202a-\u202e\u2066-\u2069])\P{ASCII}/gu)) {
    if (lookalike(character) !== undefined && counts(character)) return character;
  }
  return undefined;
}

/** A text as a person reads it. */
export function unmasked(text: string): string {
  return text.replace(/\P{ASCII}/gu, (character) => lookalike(character) ?? character);
}

/** A text with what hides in it shown by number. */
export function exposed(text: string): string {
  return text.replace(/\P{ASCII}/gu, (character) =>
    lookalike(character) === undefined ? character : `⟨${codePoint(character)}⟩`,
  );
}

/** "U+202E": a character that must not be drawn. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
