import { citedBy } from "../../evidence/cited.js";
import { targetOf } from "../../evidence/fragment.js";
import { rule } from "../define.js";

export const fragments = rule({
  id: "EVID-002",
  severity: "error",
  title: "A fragment names a heading, a test or a line that is there",
  why: "`file://junit.xml#TestName` says which test proves the requirement. If there is no such test, nothing does.",
  mend: "Correct what stands behind #: a heading as GitHub writes its anchor, or the full name of a test.",
  *find(submission) {
    for (const { entry, reference, file } of citedBy(submission)) {
      const fragment = reference.kind === "url" ? ownFragment(reference.url) : fragmentOf(reference);
      if (fragment === undefined || fragment === "" || !file) continue;
      const target = targetOf(file, fragment);
      if (target.kind !== "missing") continue;
      yield { message: target.why, place: entry.place, quote: entry.value, fix: "name what is there, or leave it out" };
    }
  },
});

function fragmentOf(reference: { kind: string; fragment?: string }): string | undefined {
  return reference.kind === "local" ? reference.fragment : undefined;
}

function ownFragment(url: URL): string | undefined {
  try {
    return decodeURIComponent(url.hash.slice(1));
  } catch {
    return url.hash.slice(1);
  }
}
