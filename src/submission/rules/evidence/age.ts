import { citedFiles } from "../../evidence/cited.js";
import { isArtifact } from "../../evidence/artifacts/artifact.js";
import { readArtifact } from "../../evidence/artifacts/read.js";
import { newestDate, type SeenDate } from "../../evidence/transcript/dates.js";
import { releaseDate } from "../../releases.js";
import type { SubmittedFile } from "../../submission.js";
import { rule } from "../define.js";

export const age = rule({
  id: "EVID-010",
  severity: "warn",
  title: "Evidence is at most a year old, and not older than its Kubernetes release",
  why: "What was taken before a version was released was taken on another one; what is old may no longer hold.",
  mend: "Run it again on the version and platform as they are now.",
  *find(submission, { today }) {
    const released = submission.minor === undefined ? undefined : releaseDate(submission.minor);
    const yearAgo = new Date(Date.parse(today) - 365 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    for (const file of citedFiles(submission)) {
      const date = dateOf(file);
      if (!date) continue;
      const { day, place, quote } = date;
      const found = { place, quote, fix: "run it again" };
      if (released !== undefined && day < released)
        yield {
          ...found,
          message: `${file.path} ends on ${day}, before Kubernetes ${submission.minor} was released (${released})`,
        };
      else if (day < yearAgo) yield { ...found, message: `${file.path} ends on ${day}, over a year ago` };
    }
  },
});

function dateOf(file: SubmittedFile): SeenDate | undefined {
  const artifact = readArtifact(file);
  const at = isArtifact(artifact) ? artifact.startedAt : undefined;
  if (at === undefined) return newestDate(file);
  return { day: at.slice(0, 10), what: at, quote: at, place: { file: file.path, line: 1, column: 1 } };
}
