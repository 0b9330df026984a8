import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";
import { count, titleOf } from "../../report/words.js";
import { PATHS } from "./frame.js";
import { foreignLink } from "./link.js";
import { foundInWords, silentMark, standingBadge } from "./marks.js";
import type { ClaimData, Entry } from "./model.js";
import { isClaim, STATUSES } from "./status.js";

/** One version of a product: what it claims, with the evidence as it is given, and what the strict check found. */
export function submissionSection(entry: Entry, open: boolean): Html {
  return html`<details class="submission" id="v${entry.minor}" ${open && html` open`}>
    <summary>
      <h2>Kubernetes ${entry.minor}</h2>
      ${standingBadge(entry.standing)} <code class="quiet">${oneLine(entry.directory, 120)}</code>
    </summary>
    ${claimTable(entry)} ${findings(entry)}
  </details>`;
}

function claimTable({ claims, minor }: Entry): Html {
  if (claims.length === 0) return html`<p class="quiet">No requirement can be read from it.</p>`;
  return html`<table class="framed claims" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Requirement</th>
        <th role="columnheader" scope="col">Claim</th>
        <th role="columnheader" scope="col">Proven by</th>
        <th role="columnheader" scope="col">Evidence and notes, as given</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${claims.map((claim) => claimRow(claim, minor))}
    </tbody>
  </table>`;
}

function claimRow(claim: ClaimData, minor: string): Html {
  return html`<tr role="row" id="v${minor}-${claim.id}">
    <th role="rowheader" scope="row">
      <a href="../${PATHS.requirement(claim.id)}">${titleOf(claim.id)}</a>
      ${claim.level && html`<span class="level">${claim.level}</span>`}
    </th>
    <td role="cell" class="said">
      ${silentMark(claim)} ${STATUSES[claim.status].word}
      ${claim.written !== undefined && html`<small>written: <bdi>${oneLine(claim.written, 80)}</bdi></small>`}
    </td>
    <td role="cell" data-label="Proven by">
      ${isClaim(claim) ? html`${claim.proof} <small><bdi>${oneLine(claim.why, 200)}</bdi></small>` : "–"}
    </td>
    <td role="cell" class="given">
      ${
        claim.evidence.length > 0 &&
        html`<ul>
          ${claim.evidence.map((one) => html`<li>${foreignLink(one)}</li>`)}
        </ul>`
      }
      ${claim.notes !== undefined && html`<p class="notes"><bdi>${oneLine(claim.notes, 1_500)}</bdi></p>`}
    </td>
  </tr>`;
}

function findings({ found, findings }: Entry): Html {
  const total = found.error + found.warn + found.info;
  if (total === 0) return html`<p class="quiet">The strict check found nothing.</p>`;
  const rest = total - findings.length;
  return html`<details class="findings">
    <summary>
      <h3>The strict check found ${foundInWords(found)}${found.info > 0 && `, ${count(found.info, "note")}`}</h3>
    </summary>
    <ul>
      ${findings.map(
        ({ rule, severity, message, place, fix }) =>
          html`<li class="${SEVERITY[severity].tone}">
            <b>${SEVERITY[severity].word}</b> <code>${rule}</code> <bdi>${oneLine(message, 400)}</bdi>
            ${fix !== undefined && html`<span class="quiet"><bdi>${oneLine(fix, 300)}</bdi></span>`}
            <code class="where">${oneLine(place.file, 120)}:${place.line}</code>
          </li>`,
      )}
    </ul>
    ${rest > 0 && html`<p class="quiet">and ${rest} more</p>`}
  </details>`;
}

const SEVERITY = {
  error: { word: "error", tone: "v-fail" },
  warn: { word: "warning", tone: "v-inconclusive" },
  info: { word: "note", tone: "v-skip" },
} as const;
