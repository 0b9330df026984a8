import { createHash } from "node:crypto";
import { bundlesOf, isOfRecord, statedIn } from "../../evidence/bundles.js";
import { isFile } from "../../evidence/cited.js";
import type { Submission } from "../../submission.js";
import { rule } from "../define.js";

export const subjects = rule({
  id: "SIGN-003",
  severity: "error",
  title: "The files are those that were signed",
  why: "A file that differs from what was signed was changed afterwards, or is of another run.",
  mend: "Hand in the files as they were signed, or sign those that are handed in.",
  *find(submission) {
    for (const bundle of bundlesOf(submission)) {
      const place = { file: bundle.path, line: 1, column: 1 };
      const stated = statedIn(bundle);
      if (!stated) {
        yield { message: `${bundle.path} is no bundle of signed statements`, place };
        continue;
      }
      // It is about what is packed beside it; that is unpacked and held against it where the record is judged again.
      if (isOfRecord(submission, bundle)) continue;
      const digests = new Map(stated.flatMap(({ subject }) => subject.map(({ name, digest }) => [name, digest])));
      for (const [name, { sha256 }] of digests) {
        const file = fileNamed(submission, name);
        if (!file || sha256 === undefined || sha256 === createHash("sha256").update(file.bytes).digest("hex")) continue;
        yield { message: `${file.path} is not the ${name} that ${bundle.path} was signed for`, place };
      }
    }
  },
});

/** A subject is named as in the folder of the run; in the submission it may stand in a folder of its own. */
function fileNamed({ files }: Submission, name: string): { path: string; bytes: Uint8Array } | undefined {
  const all = [...files.values()].filter(({ path }) => path === name || path.endsWith(`/${name}`));
  const file = files.get(name) ?? (all.length === 1 ? all[0] : undefined);
  return isFile(file) && file.bytes ? { path: file.path, bytes: file.bytes } : undefined;
}
