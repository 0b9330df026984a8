import { citedFiles } from "../../evidence/cited.js";
import { isArtifact } from "../../evidence/artifacts/artifact.js";
import { readArtifact } from "../../evidence/artifacts/read.js";
import { printedVersions, statedVersions } from "../../evidence/transcript/versions.js";
import { PRODUCT } from "../../document.js";
import type { SubmittedFile } from "../../submission.js";
import { rule } from "../define.js";

export const kubernetesVersion = rule({
  id: "EVID-009",
  severity: "error",
  title: "Evidence was taken on the version that is to be certified",
  why: "A feature that worked on an older Kubernetes may be gone or changed in this one.",
  mend: "Run it again on this version, and begin the transcript with `kubectl version`.",
  *find(submission) {
    const { minor } = submission;
    const files = citedFiles(submission);
    if (minor === undefined || files.length === 0) return;
    for (const file of files) {
      const strange = printedVersions(file).find((seen) => seen.minor !== minor);
      if (strange) {
        const { what, place, quote } = strange;
        yield { message: `${file.path} shows Kubernetes ${what}, and the folder is of ${minor}`, place, quote };
      }
      if (strange || printedVersions(file).length > 0) continue;
      const stated = statedVersions(file);
      const other = stated[0];
      if (!other || stated.some((seen) => seen.minor === minor)) continue;
      yield {
        severity: "warn",
        message: `${file.path} speaks of Kubernetes ${other.minor} only, and the folder is of ${minor}`,
        place: other.place,
        quote: other.quote,
      };
    }
    if (files.some(tellsVersion)) return;
    yield {
      severity: "warn",
      message: `none of the ${files.length} files given as evidence shows the version of the cluster`,
      place: { file: PRODUCT, line: 1, column: 1 },
    };
  },
});

function tellsVersion(file: SubmittedFile): boolean {
  const artifact = readArtifact(file);
  if (isArtifact(artifact) && artifact.tells.has("server version")) return true;
  return printedVersions(file).length > 0 || statedVersions(file).length > 0;
}
