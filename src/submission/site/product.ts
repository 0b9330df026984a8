import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";
import { count, titleOf } from "../../report/words.js";
import { changeOf } from "./changes.js";
import { framed, PATHS, requirementsOf } from "./frame.js";
import { foreignLink } from "./link.js";
import { foundInWords, inWords, silentMark, standingBadge } from "./marks.js";
import type { ClaimData, Entry, SiteData } from "./model.js";
import { countProofs, proofBar, proofsInWords, shown } from "./proof.js";
import { STANDINGS } from "./standing.js";
import { submissionSection } from "./submission.js";

/** A product with all its versions, newest first, and what changed between them. */
export function productPage(data: SiteData, page: string): string {
  const versions = data.submissions.filter((one) => one.page === page);
  const [newest] = versions;
  if (!newest) throw new Error(`no submission has the page ${page}`);
  const counts = countProofs(newest.claims);
  return framed(
    {
      path: PATHS.product(page),
      title: `${oneLine(newest.name, 120)}: AI conformance submissions`,
      hero: html`<div>
        <p class="overall"><bdi>${oneLine(newest.vendor, 200)}</bdi></p>
        <h1><bdi>${oneLine(newest.name, 200)}</bdi></h1>
        <p class="quiet">
          Kubernetes ${versions.map(({ minor }) => minor).join(", ")} · ${STANDINGS[newest.standing].word} ·
          ${shown(counts)} of ${count(counts.total, "claim")} shown by more than a vendor's page
        </p>
        ${newest.links.length > 0 && html`<p class="out">${newest.links.map(({ label, url }) => html`<span>${foreignLink(url, label)}</span> `)}</p>`}
      </div>`,
      main: html`<section aria-labelledby="versions">
          <h2 id="versions">Versions</h2>
          ${versionTable(versions)}
        </section>
        ${
          versions.length > 1 &&
          html`<section aria-labelledby="changes">
            <h2 id="changes">From version to version</h2>
            ${changeTable(versions, requirementsOf(data))}
          </section>`
        }
        ${versions.map((entry, index) => submissionSection(entry, index === 0))}`,
    },
    data,
  );
}

function versionTable(versions: readonly Entry[]): Html {
  return html`<table class="framed" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Kubernetes</th>
        <th role="columnheader" scope="col">Product's version</th>
        <th role="columnheader" scope="col">Standing</th>
        <th role="columnheader" scope="col">Merged</th>
        <th role="columnheader" scope="col">Claims and what shows them</th>
        <th role="columnheader" scope="col">Strict check found</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${versions.map((entry) => {
        const counts = countProofs(entry.claims);
        return html`<tr role="row">
          <th role="rowheader" scope="row"><a href="#v${entry.minor}">${entry.minor}</a></th>
          <td role="cell" data-label="Product's version"><bdi>${oneLine(entry.version, 80) || "–"}</bdi></td>
          <td role="cell">${standingBadge(entry.standing)}${standingDetail(entry)}</td>
          <td role="cell" data-label="Merged">
            ${entry.merged === undefined ? "unknown" : html`<time>${entry.merged}</time>`}
          </td>
          <td role="cell" class="share">${proofBar(counts)} <small>${proofsInWords(counts)}</small></td>
          <td role="cell" data-label="Strict check found">${foundInWords(entry.found)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function standingDetail({ standing, until, supersededBy }: Entry): Html | string {
  if (standing === "superseded") return html` <small>by ${supersededBy}</small>`;
  if (until === undefined) return "";
  return html` <small>${standing === "lapsed" ? "since" : "until"} <time>${until}</time></small>`;
}

function changeTable(versions: readonly Entry[], order: readonly string[]): Html {
  const columns = versions.map(({ claims }) => new Map(claims.map((claim) => [claim.id, claim])));
  const ids = order.filter((id) => columns.some((claims) => claims.has(id)));
  return html`<div class="scroll" role="region" aria-labelledby="changes" tabindex="0">
    <table class="framed versions" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Requirement</th>
          ${versions.map(({ minor }) => html`<th role="columnheader" scope="col">${minor}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${ids.map(
          (id) =>
            html`<tr role="row">
              <th role="rowheader" scope="row"><a href="../${PATHS.requirement(id)}">${titleOf(id)}</a></th>
              ${versions.map(({ minor }, index) => changeCell(minor, columns[index]?.get(id), columns[index + 1]?.get(id), index + 1 < versions.length))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function changeCell(minor: string, claim: ClaimData | undefined, before: ClaimData | undefined, older: boolean): Html {
  if (!claim) return html`<td role="cell" data-label="${minor}"><span class="quiet">–</span></td>`;
  const change = older ? changeOf(before, claim) : undefined;
  return html`<td role="cell" data-label="${minor}" ${change && html`class="changed"`}>
    <div class="both">
      ${silentMark(claim)}<span
        >${inWords(claim)} ${change && html`<small>${changeInWords(claim, change)}</small>`}</span
      >
    </div>
  </td>`;
}

function changeInWords(claim: ClaimData, { before, added, removed }: NonNullable<ReturnType<typeof changeOf>>): string {
  if (before === undefined) return "new";
  const was = inWords(before) === inWords(claim) ? [] : [`was ${inWords(before)}`];
  const evidence = [added > 0 && `${added} new`, removed > 0 && `${removed} gone`].filter((one) => one !== false);
  return [...was, ...(evidence.length > 0 ? [`evidence: ${evidence.join(", ")}`] : [])].join("; ");
}
