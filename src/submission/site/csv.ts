import { visible } from "../../report/visible.js";
import type { SiteData } from "./model.js";

const HEADER = [
  "minor",
  "product",
  "name",
  "vendor",
  "standing",
  "merged",
  "requirement",
  "level",
  "status",
  "proof",
  "evidence",
];

/** A line for each claim (RFC 4180), for spreadsheets. */
export function indexCsv({ submissions }: SiteData): string {
  const rows = submissions.flatMap((entry) =>
    entry.claims.map((claim) => [
      entry.minor,
      entry.page,
      entry.name,
      entry.vendor,
      entry.standing,
      entry.merged ?? "",
      claim.id,
      claim.level ?? "",
      claim.status,
      claim.proof,
      String(claim.evidence.length),
    ]),
  );
  return [HEADER, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** A spreadsheet would run what begins like a formula (OWASP, CSV injection). */
function quoted(text: string): string {
  const tame = visible(text).replace(/^[=+\-@\t]/, "'$&");
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
