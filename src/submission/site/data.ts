import { knownChecklist, minorOf, REQUIREMENT_IDS } from "../../spec/levels.js";
import { version } from "../../version.js";
import { tally } from "../check.js";
import type { Claim } from "../document.js";
import type { Proven } from "../evidence/class.js";
import type { Finding } from "../finding.js";
import { acceptedMinors } from "../releases.js";
import { metadataOf, type MetadataKey } from "../rules/metadata-keys.js";
import type { SectionedChecklist } from "../rule.js";
import type { Submission } from "../submission.js";
import type { ClaimData, Entry, MinorData, SiteData } from "./model.js";
import { slug } from "./slug.js";
import { byMinor, standing } from "./standing.js";
import { statusOf } from "./status.js";

/** A submission with what was found out about it. */
export interface Judged {
  submission: Submission;
  findings: readonly Finding[];
  /** What shows each of its claims; nothing shows those that are not there. */
  proofs: ReadonlyMap<Claim, Proven>;
  /** RFC 3339 date. */
  merged?: string;
}

/** UTF-16 units of a vendor's text, entries of a list and findings that are kept: more nobody reads. */
const LONGEST = 4_000;
const MOST = 50;
const MOST_FINDINGS = 200;

/** Keys of `metadata` whose values are addresses, and what a link to them says. */
const LINKS = [
  ["websiteUrl", "website"],
  ["documentationUrl", "documentation"],
  ["repoUrl", "repository"],
  ["k8sConformanceUrl", "Kubernetes conformance"],
] as const;

/**
 * All that the pages say.
 * @param checklists by minor, where they are known with their wording
 * @param today RFC 3339 date
 */
export function siteData(
  judged: readonly Judged[],
  unread: SiteData["unread"],
  checklists: ReadonlyMap<string, SectionedChecklist>,
  today: string,
): SiteData {
  const minors = [...new Set(judged.flatMap(({ submission }) => submission.minor ?? []))].sort(byMinor).reverse();
  const accepting = acceptedMinors(today);
  const minorData = minors.map((minor) => ({
    minor,
    accepting: accepting.includes(minor),
    checklist: checklists.has(minor),
    requirements: requirementsOf(minor, checklists.get(minor)),
  }));
  const submissions = minorData.flatMap(({ minor, requirements }) =>
    judged
      .filter(({ submission }) => submission.minor === minor)
      .map((one) => entryOf(one, minor, requirements, supersededBy(one.submission, judged), today))
      .sort((a, b) => order(a.name.toLowerCase(), b.name.toLowerCase()) || order(a.directory, b.directory)),
  );
  return { tool: `karat ${version}`, date: today, minors: minorData, submissions, unread };
}

function requirementsOf(minor: string, checklist: SectionedChecklist | undefined): MinorData["requirements"] {
  if (checklist) {
    const known = new Set(REQUIREMENT_IDS);
    return checklist.sections.flatMap(({ requirements }) => requirements).filter(({ id }) => known.has(id));
  }
  const known = minorOf(minor);
  return known === undefined ? REQUIREMENT_IDS.map((id) => ({ id })) : knownChecklist(known).requirements;
}

/** The newest minor that the same product was submitted for, where that is a newer one. */
function supersededBy({ product, minor = "" }: Submission, all: readonly Judged[]): string | undefined {
  const same = all.filter(({ submission }) => slug(submission.product) === slug(product));
  return same
    .map(({ submission }) => submission.minor ?? "")
    .filter((one) => byMinor(one, minor) > 0)
    .sort(byMinor)
    .at(-1);
}

function entryOf(
  judged: Judged,
  minor: string,
  requirements: MinorData["requirements"],
  newer: string | undefined,
  today: string,
): Entry {
  const { submission, findings, merged } = judged;
  const { document, directory, product } = submission;
  const text = (key: MetadataKey): string => cut(metadataOf(document, key)?.value ?? "");
  return {
    directory,
    minor,
    page: slug(product),
    name: text("platformName") || product,
    vendor: text("vendorName"),
    version: text("platformVersion"),
    links: LINKS.flatMap(([key, label]) => (text(key) === "" ? [] : [{ label, url: text(key) }])),
    ...(merged === undefined ? {} : { merged }),
    ...(newer === undefined ? {} : { supersededBy: newer }),
    ...standing(today, merged, newer),
    claims: requirements.flatMap(({ id, level }) => {
      const claim = document.claims.find((one) => one.id?.value === id);
      return claim ? [{ id, ...(level === undefined ? {} : { level }), ...claimOf(claim, judged) }] : [];
    }),
    found: tally(findings),
    findings: findings.slice(0, MOST_FINDINGS).map(({ rule, severity, message, place, fix }) => ({
      rule,
      severity,
      message: cut(message),
      place,
      ...(fix === undefined ? {} : { fix: cut(fix) }),
    })),
  };
}

function claimOf(claim: Claim, { proofs }: Judged): Omit<ClaimData, "id" | "level"> {
  const status = statusOf(claim.status?.value);
  const written = status === "unclear" ? claim.status?.value : undefined;
  const { class: proof, why } = proofs.get(claim) ?? { class: "nothing", why: "" };
  const notes = claim.notes?.value.trim();
  return {
    status,
    ...(written === undefined ? {} : { written: cut(written) }),
    proof,
    why: cut(why),
    evidence: claim.evidence
      .map(({ value }) => cut(value.trim()))
      .filter((one) => one !== "")
      .slice(0, MOST),
    ...(notes ? { notes: cut(notes) } : {}),
  };
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** By code units: the same on every machine, whatever its language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
