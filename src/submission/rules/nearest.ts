/** Letters at most that a word is compared by: what is longer is nobody's slip of the pen. */
const LONGEST = 64;

/** The word that was probably meant: at most two letters away, and less than a third of it. */
export function nearest(written: string, words: Iterable<string>): string | undefined {
  if (written.length > LONGEST) return undefined;
  let best: { word: string; distance: number } | undefined;
  for (const word of words) {
    const distance = distanceOf(plain(written), plain(word));
    if (distance <= 2 && distance * 3 < word.length && distance < (best?.distance ?? 3)) best = { word, distance };
  }
  return best?.word;
}

/** Without case and what joins words: `Gang-Scheduling` is `gang_scheduling`. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_.-]+/g, "");
}

/** Levenshtein's: letters to write, drop or exchange. */
function distanceOf(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const exchanged = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(exchanged, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}
