import type { Claim } from "../../document.js";
import { citedBy } from "../../evidence/cited.js";
import { rule } from "../define.js";

export const localEvidence = rule({
  id: "EVID-001",
  severity: "error",
  title: "Evidence that is no URL is a file in the submission's folder",
  why: "A reviewer can only read what was handed in. A path that leads nowhere, or words in its place, prove nothing.",
  mend: "Put the file into the folder and name it by its path from there, or give an https URL.",
  *find(submission) {
    for (const { claim, entry, reference, file } of citedBy(submission)) {
      const of = nameOf(claim);
      if (reference.kind === "unusable") {
        const { why, hint } = reference;
        const fix =
          hint === undefined ? "write a path in the folder or an https URL, or leave it out" : `write ${hint}`;
        yield { message: `evidence of ${of} cannot be followed: ${why}`, place: entry.place, quote: entry.value, fix };
      } else if (reference.kind === "local" && !file) {
        const found = submission.files.get(reference.path);
        const near = nearestPath(reference.path, submission.files.keys());
        yield {
          message: found
            ? `evidence of ${of}, ${reference.path}, is a ${found.kind}, not a file`
            : `evidence of ${of}, ${reference.path}, is not in the folder`,
          place: entry.place,
          quote: entry.value,
          fix: near === undefined ? "add the file, or correct its path" : `write ${near}`,
        };
      }
    }
  },
});

function nameOf({ id }: Claim): string {
  return id?.value ?? "a requirement without id";
}

/** A file that differs in case or folder only, or whose name begins or ends as the one that is missing. */
function nearestPath(missing: string, paths: Iterable<string>): string | undefined {
  const plain = (path: string): string => (path.split("/").at(-1) ?? "").toLowerCase().replace(/[_-]+/g, "");
  const wanted = plain(missing);
  const stem = wanted.replace(/\.\w+$/, "");
  let near: string | undefined;
  for (const path of paths) {
    const name = plain(path);
    if (name === wanted) return path;
    const other = name.replace(/\.\w+$/, "");
    if (other.length >= 6 && stem.length >= 6 && (stem.startsWith(other) || other.startsWith(stem))) near ??= path;
  }
  return near;
}
