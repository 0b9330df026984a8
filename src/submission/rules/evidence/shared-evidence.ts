import { isArtifact } from "../../evidence/artifacts/artifact.js";
import { readArtifact } from "../../evidence/artifacts/read.js";
import { citedBy, type Cited } from "../../evidence/cited.js";
import { kindOf } from "../../evidence/kind.js";
import type { Reference } from "../../evidence/reference.js";
import { MINORS, REQUIREMENT_IDS } from "../../../spec/levels.js";
import { grouped } from "../../group.js";
import { rule } from "../define.js";

/** So many requirements may share a page without anybody wondering. */
const USUAL = 2;

export const sharedEvidence = rule({
  id: "EVID-006",
  severity: "warn",
  title: "Evidence is that of its own requirement and version",
  why: "One page for everything, or a path that names another requirement or an older version, is often a slip of a copy.",
  mend: "Link to what shows this requirement on this version, by a fragment where one page holds all of it.",
  *find(submission) {
    const cited = citedBy(submission);
    const byEntry = grouped(cited.filter(isNoArtifact), ({ entry }) => entry.value.trim());
    for (const [value, all] of byEntry) {
      const ids = [...new Set(all.map(({ claim }) => claim.id?.value ?? "?"))];
      const first = all[0];
      if (!first || ids.length <= USUAL) continue;
      const message = `the same evidence is given for ${ids.length} requirements: ${ids.join(", ")}`;
      yield { message, place: first.entry.place, quote: value, fix: "link to the part about each of them" };
    }
    for (const one of cited) {
      const strange = strangeIn(one, submission.minor);
      if (strange === undefined) continue;
      yield { message: strange, place: one.entry.place, quote: one.entry.value, fix: "link to this one's own" };
    }
  },
});

function isNoArtifact({ file }: Cited): boolean {
  return !file || !isArtifact(readArtifact(file));
}

/** Another requirement or an older version that the path of evidence names. */
function strangeIn(cited: Cited, minor: string | undefined): string | undefined {
  const path = pathOf(cited.reference).split("/");
  const own = cited.claim.id?.value;
  const names = new Set(
    path.map((part) =>
      part
        .toLowerCase()
        .replace(/\.\w{1,5}$/, "")
        .replaceAll("-", "_"),
    ),
  );
  const other = REQUIREMENT_IDS.find((id) => id !== own && names.has(id));
  // Pages of documentation bear such words by themselves.
  if (own !== undefined && other !== undefined && !names.has(own) && kindOf(cited) !== "page")
    return `evidence of ${own} is a path of ${other}`;
  const versions = new Set(path.map((part) => /^(?:v|release-|kubernetes-)?(1\.\d\d)$/.exec(part)?.[1]));
  const current = MINORS.findIndex((one) => one === minor);
  const old = MINORS.find((one, index) => index < current && versions.has(one));
  return old === undefined ? undefined : `evidence for ${minor} is a path of ${old}`;
}

function pathOf(reference: Reference): string {
  if (reference.kind === "url") return reference.url.pathname;
  return reference.kind === "local" ? reference.path : "";
}
