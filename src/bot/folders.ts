/** Folders that are looked at in one pull request; more is no submission. */
export const MOST_FOLDERS = 5;

const FOLDER = /^(v\d+\.\d+\/[^/]+)\//;

/** Folders of products that paths lie in, e.g. "v1.35/kops", in alphabetical order. */
export function productFolders(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => FOLDER.exec(path)?.[1] ?? []))].sort();
}

/** "v1.35" of "v1.35/kops". */
export function versionOf(directory: string): string {
  return directory.split("/")[0] ?? "";
}
