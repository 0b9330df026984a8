import { levelOf, MINORS } from "../../spec/levels.js";

/** How a requirement stands in the programme's checklists, e.g. "SHOULD in 1.33; MUST in 1.34 to 1.35". */
export function levelsInWords(id: string): string {
  const runs: { level: string; minors: string[] }[] = [];
  let before: string | undefined;
  for (const minor of MINORS) {
    const level = levelOf(id, minor);
    if (level !== undefined && level === before) runs.at(-1)?.minors.push(minor);
    else if (level !== undefined) runs.push({ level, minors: [minor] });
    before = level;
  }
  const texts = runs.map(({ level, minors: [first, ...more] }) => {
    const last = more.at(-1);
    return `${level} in ${first}${last === undefined ? "" : ` to ${last}`}`;
  });
  return texts.join("; ") || "in no checklist";
}

/** The same for programs: by minor; those whose checklist lacks it are left out. */
export function levelsByMinor(id: string): Record<string, string> {
  return Object.fromEntries(
    MINORS.flatMap((minor) => {
      const level = levelOf(id, minor);
      return level === undefined ? [] : [[minor, level]];
    }),
  );
}
