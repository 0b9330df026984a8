import { knownChecklist, type MINORS } from "../../spec/levels.js";
import { EVIDENCE_CLASSES } from "../evidence/class.js";
import type { ClaimData, Entry, SiteData } from "./model.js";
import { slug } from "./slug.js";
import { STATUS_NAMES } from "./status.js";
import { standing } from "./standing.js";

const TODAY = "2026-08-01";

/** Submissions of three products in two minors, with every status and class of evidence among them. */
export function sampleData(): SiteData {
  return {
    tool: "karat 0.0.0",
    date: TODAY,
    minors: (["1.35", "1.34"] as const).map((minor) => ({
      minor,
      accepting: true,
      checklist: minor === "1.35",
      requirements: knownChecklist(minor).requirements,
    })),
    submissions: [
      entry("1.35", "acorn", { vendor: "Oak Inc.", merged: "2026-05-01" }),
      entry("1.35", "birch", { merged: "2025-07-31" }),
      entry("1.34", "acorn", { vendor: "Oak Inc.", merged: "2025-12-01", supersededBy: "1.35", shift: 3 }),
      entry("1.34", "cedar", { shift: 4 }),
    ],
    unread: [{ directory: "v1.35/empty", why: "it has no PRODUCT.yaml" }],
  };
}

interface Options {
  vendor?: string;
  merged?: string;
  supersededBy?: string;
  /** Which status and evidence the first claim has; the others follow. */
  shift?: number;
}

function entry(minor: (typeof MINORS)[number], product: string, options: Options): Entry {
  const { vendor = `${product} vendor`, merged, supersededBy, shift = 0 } = options;
  return {
    directory: `v${minor}/${product}`,
    minor,
    page: slug(product),
    name: `${product} platform`,
    vendor,
    version: "v1.0",
    links: [{ label: "website", url: `https://${product}.example/` }],
    ...(merged === undefined ? {} : { merged }),
    ...(supersededBy === undefined ? {} : { supersededBy }),
    ...standing(TODAY, merged, supersededBy),
    claims: knownChecklist(minor)
      .requirements.slice(0, 10)
      .map((item, index) => ({ ...item, ...claim(index + shift) })),
    found: { error: 1, warn: 2, info: 0 },
    findings: [
      {
        rule: "SPEC-004",
        severity: "error",
        message: "the level is not the checklist's",
        place: PLACE,
        fix: "write MUST",
      },
    ],
  };
}

const PLACE = { file: "PRODUCT.yaml", line: 12, column: 7 };

function claim(index: number): Omit<ClaimData, "id" | "level"> {
  const status = index % 2 === 0 ? "implemented" : (STATUS_NAMES[index % STATUS_NAMES.length] ?? "blank");
  return {
    status,
    ...(status === "unclear" ? { written: "Sort of" } : {}),
    proof: EVIDENCE_CLASSES[Math.floor(index / 2) % EVIDENCE_CLASSES.length] ?? "nothing",
    why: "as the sample has it",
    evidence: ["https://docs.example/page", "evidence/run.log"],
    notes: "as the vendor says",
  };
}

/** The sample with one text wherever a vendor, a checklist or a folder's name could have put it. */
export function hostileData(text: string): SiteData {
  const data = sampleData();
  return {
    ...data,
    minors: data.minors.map((minor) => ({
      ...minor,
      requirements: minor.requirements.map((item) => ({ ...item, wording: text })),
    })),
    submissions: data.submissions.map((one) => ({
      ...one,
      directory: text,
      name: text,
      vendor: text,
      version: text,
      links: one.links.map(({ label }) => ({ label, url: text })),
      claims: one.claims.map((item) => ({
        ...item,
        why: text,
        evidence: [text, text],
        notes: text,
        ...(item.written === undefined ? {} : { written: text }),
      })),
      findings: one.findings.map((item) => ({
        ...item,
        message: text,
        fix: text,
        place: { ...item.place, file: text },
      })),
    })),
    unread: [{ directory: text, why: text }],
  };
}
