/** What is not a submitter's to change, by its path in the programme's repository. */
const OWNED: readonly [RegExp, string][] = [
  [/^docs\/AIConformance-/, "a checklist"],
  [/^scripts\//, "the validator"],
  [/^\.github\//, "a workflow or another setting of the repository"],
  [/^v\d+\.\d+\/[^/]+\//, "another product"],
];

/** Paths that do not lie in a folder. */
export function outside(paths: readonly string[], folder: string): string[] {
  return paths.filter((path) => !path.startsWith(`${folder}/`));
}

/** Whose a path is, in words; undefined for what nobody guards. */
export function ownerOf(path: string): string | undefined {
  return OWNED.find(([pattern]) => pattern.test(path))?.[1];
}
