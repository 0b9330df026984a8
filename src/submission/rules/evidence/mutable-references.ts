import { citedBy } from "../../evidence/cited.js";
import { rule } from "../define.js";

/** Hosts of documents that whoever owns them edits in place. */
const EDITED = /^(?:docs|drive|sites)\.google\.com$|(?:^|\.)(?:notion\.(?:so|site)|sharepoint\.com|dropbox\.com)$/;
const COMMIT = /^[0-9a-f]{7,40}$/;
const TAG = /^v?\d+\.\d+/;
/** Parts of a path that mean another text every other month. */
const MOVING = /^(?:latest|head|next|main|master|nightly|dev|edge|current|stable)$/i;

export const mutableReferences = rule({
  id: "EVID-004",
  severity: "warn",
  title: "Evidence on the web does not change after the review",
  why: "What a reviewer read on a branch or under /latest/ may be another text on the day after, and nobody would know.",
  mend: "Link to a commit (press y on GitHub) or to the documentation of one version.",
  *find(submission) {
    const told = new Set<string>();
    for (const { entry, reference } of citedBy(submission)) {
      if (reference.kind !== "url" || told.has(reference.url.href)) continue;
      const why = movingPart(reference.url);
      if (why === undefined) continue;
      told.add(reference.url.href);
      yield { message: `evidence may change: ${why.what}`, place: entry.place, quote: entry.value, fix: why.fix };
    }
  },
});

function movingPart({ hostname, pathname }: URL): { what: string; fix: string } | undefined {
  if (EDITED.test(hostname))
    return { what: `documents on ${hostname} are edited in place`, fix: "put an export of it into the folder" };
  const parts = pathname.split("/").filter((part) => part !== "");
  const revision = revisionOf(hostname, parts);
  if (revision !== undefined) {
    if (COMMIT.test(revision) || TAG.test(revision)) return undefined;
    return { what: `${revision} is a branch`, fix: "link to a commit: press y on the page" };
  }
  const moving = parts.find((part) => MOVING.test(part));
  if (moving === undefined) return undefined;
  return { what: `${moving} is another version tomorrow`, fix: "link to the documentation of one version" };
}

/** The branch, tag or commit of a page or file on GitHub or GitLab. */
function revisionOf(hostname: string, parts: readonly string[]): string | undefined {
  if (hostname === "raw.githubusercontent.com") return parts[2] === "refs" ? parts[4] : parts[2];
  if (hostname !== "github.com" && hostname !== "gitlab.com") return undefined;
  const at = parts.findIndex((part, index) => index >= 2 && /^(?:blob|tree|raw)$/.test(part));
  return at < 0 ? undefined : parts[at + 1];
}
