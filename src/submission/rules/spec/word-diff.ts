/** Words of a text that are compared at most; what is longer is shown as one change. */
const LONGEST = 400;

/**
 * How a text came to be another one, word by word: what is gone in [-…-], what is new in {+…+}, as `git diff --word-diff`
 * writes it, and of what stayed a few words around each change.
 */
export function wordDiff(before: string, after: string, around = 3): string {
  const [a, b] = [before.split(" "), after.split(" ")];
  const steps = a.length > LONGEST || b.length > LONGEST ? [gone(a), added(b)] : compare(a, b);
  const parts = steps.map(({ kind, words }, index) => {
    if (kind === "gone") return `[-${words.join(" ")}-]`;
    if (kind === "added") return `{+${words.join(" ")}+}`;
    return shortened(words, index > 0 ? around : 0, index < steps.length - 1 ? around : 0);
  });
  return parts.filter((part) => part !== "").join(" ");
}

interface Step {
  kind: "same" | "gone" | "added";
  words: string[];
}

const gone = (words: string[]): Step => ({ kind: "gone", words });
const added = (words: string[]): Step => ({ kind: "added", words });

/** By the longest common subsequence. */
function compare(a: readonly string[], b: readonly string[]): Step[] {
  const length = lengths(a, b);
  const steps: Step[] = [];
  const take = (kind: Step["kind"], word: string): void => {
    const last = steps.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else steps.push({ kind, words: [word] });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) {
      take("same", x);
      i++;
      j++;
    } else if (y === undefined || (x !== undefined && (length[i + 1]?.[j] ?? 0) >= (length[i]?.[j + 1] ?? 0))) {
      take("gone", x ?? "");
      i++;
    } else {
      take("added", y);
      j++;
    }
  }
  return steps;
}

/** Of the longest common subsequence of what follows each pair of positions. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [table[i], table[i + 1]];
      if (!row || !below) continue;
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function shortened(words: readonly string[], first: number, last: number): string {
  if (words.length <= first + last + 1) return words.join(" ");
  return [...words.slice(0, first), "…", ...(last > 0 ? words.slice(-last) : [])].join(" ");
}
