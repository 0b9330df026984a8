import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";
import { count, titleOf } from "../../report/words.js";
import { framed, PATHS } from "./frame.js";
import { silentMark, standingBadge } from "./marks.js";
import type { ClaimData, Entry, MinorData, SiteData } from "./model.js";
import { countProofs, PROOFS, proofBar, proofsInWords, shown } from "./proof.js";
import { isClaim, STATUSES } from "./status.js";

interface Row {
  entry: Entry;
  claim: ClaimData;
}

/** One requirement over all minors: who claims it, and what shows it. */
export function requirementPage(data: SiteData, id: string): string {
  const minors = data.minors.filter(({ requirements }) => requirements.some((one) => one.id === id));
  const wording = minors.flatMap(({ requirements }) => requirements.find((one) => one.id === id)?.wording ?? [])[0];
  const rows = data.submissions.flatMap((entry) => {
    const claim = entry.claims.find((one) => one.id === id);
    return claim ? [{ entry, claim }] : [];
  });
  const counts = countProofs(rows.map(({ claim }) => claim));
  return framed(
    {
      path: PATHS.requirement(id),
      title: `${titleOf(id)}: AI conformance submissions`,
      hero: html`<div>
        <p class="overall">${shown(counts)} of ${count(counts.total, "claim")} shown by more than a vendor's page</p>
        <h1>${titleOf(id)}</h1>
        <p class="quiet">
          <code>${id}</code> ·
          ${minors.map(({ minor, requirements }) => [minor, requirements.find((one) => one.id === id)?.level].filter(Boolean).join(" ")).join(" · ")}
        </p>
      </div>`,
      main: html`${wording !== undefined && html`<blockquote class="wording">${oneLine(wording, 3_000)}</blockquote>`}
      ${minors.map((minor) =>
        minorSection(
          minor,
          rows.filter(({ entry }) => entry.minor === minor.minor),
        ),
      )}`,
    },
    data,
  );
}

function minorSection({ minor }: MinorData, rows: readonly Row[]): Html {
  const counts = countProofs(rows.map(({ claim }) => claim));
  return html`<section aria-labelledby="v${minor}">
    <h2 id="v${minor}">Kubernetes ${minor}</h2>
    <div class="share wide">
      ${proofBar(counts)}
      <small
        >${counts.total === 0 ? "nobody claims it" : `${count(counts.total, "claim")}: ${proofsInWords(counts)}`}</small
      >
    </div>
    ${
      rows.length > 0 &&
      html`<table class="framed" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Product</th>
            <th role="columnheader" scope="col">Standing</th>
            <th role="columnheader" scope="col">Claim</th>
            <th role="columnheader" scope="col">Proven by</th>
            <th role="columnheader" scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.toSorted(strongestFirst).map(tableRow)}
        </tbody>
      </table>`
    }
  </section>`;
}

function tableRow({ entry, claim }: Row): Html {
  return html`<tr role="row">
    <th role="rowheader" scope="row">
      <a href="../${PATHS.product(entry.page)}#v${entry.minor}-${claim.id}"><bdi>${oneLine(entry.name, 120)}</bdi></a>
      <span class="vendor"><bdi>${oneLine(entry.vendor, 120)}</bdi></span>
    </th>
    <td role="cell">${standingBadge(entry.standing)}</td>
    <td role="cell" class="said">${silentMark(claim)} ${STATUSES[claim.status].word}</td>
    <td role="cell" data-label="Proven by">${isClaim(claim) ? claim.proof : "–"}</td>
    <td role="cell" data-label="Evidence">${claim.evidence.length || "–"}</td>
  </tr>`;
}

/** Claims before the rest, then by what shows them; products stay in their order. */
function strongestFirst(a: Row, b: Row): number {
  const rank = ({ claim }: Row): number => (isClaim(claim) ? PROOFS[claim.proof].strength + 1 : 0);
  return rank(b) - rank(a);
}
