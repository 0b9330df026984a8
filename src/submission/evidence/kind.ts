import { isArtifact } from "./artifacts/artifact.js";
import { readArtifact } from "./artifacts/read.js";
import type { Cited } from "./cited.js";

/**
 * What one piece of evidence is, as far as the submission itself shows.
 * - `artifact`: results of a test run that can be read here
 * - `transcript`: what somebody ran and saw: a file in the folder
 * - `report`: the same elsewhere, by its address: a log, a script, or a page about a conformance run
 * - `page`: documentation
 * - `nothing`: an entry that leads nowhere
 */
export type EvidenceKind = "artifact" | "transcript" | "report" | "page" | "nothing";

const RAN = /\.(?:log|sh)$|(?:junit|results?|output|e2e)[^/]*\.(?:xml|json|txt|md)$/i;
/** A repository or page that was made for this: `gardener-ai-conformance/…`, `docs/conformance/cncf/…/evidence/…`. */
const ABOUT_A_RUN = /(?:^|[/_-])ai[-_]?conformance(?:[/_.-]|$)|\/evidence\//i;

/** Where people put down what they wrote for a reviewer. */
const NOTEBOOKS: ReadonlySet<string> = new Set(["gist.github.com", "docs.google.com"]);

export function kindOf({ reference, file }: Cited): EvidenceKind {
  if (file) return isArtifact(readArtifact(file)) ? "artifact" : "transcript";
  if (reference.kind !== "url") return "nothing";
  const { hostname, pathname } = reference.url;
  // The programmes' own repositories hold submissions and checklists, and prove nothing by themselves.
  if (hostname === "github.com" && pathname.startsWith("/cncf/")) return "page";
  return NOTEBOOKS.has(hostname) || RAN.test(pathname) || ABOUT_A_RUN.test(pathname) ? "report" : "page";
}
