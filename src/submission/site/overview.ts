import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";
import { count, titleOf } from "../../report/words.js";
import { EVIDENCE_CLASSES } from "../evidence/class.js";
import { filters } from "./filters.js";
import { framed, PATHS, rootOf } from "./frame.js";
import { foundInWords, mark, silentMark, standingBadge } from "./marks.js";
import type { ClaimData, Entry, MinorData, SiteData } from "./model.js";
import { countProofs, proofBar, proofKey, shown } from "./proof.js";
import { STANDINGS, type Standing } from "./standing.js";

/** All submissions for one minor: the numbers, and a table of products against requirements. */
export function overviewPage(data: SiteData, minor: MinorData, path: string): string {
  const entries = data.submissions.filter((one) => one.minor === minor.minor);
  const counts = countProofs(entries.flatMap(({ claims }) => claims));
  const root = rootOf(path);
  return framed(
    {
      path,
      under: PATHS.minor(minor.minor),
      title: `Kubernetes ${minor.minor}: AI conformance submissions`,
      hero: html`<div>
        <p class="overall">${shown(counts)} of ${count(counts.total, "claim")} shown by more than a vendor's page</p>
        <h1>${count(entries.length, "submission")} for Kubernetes ${minor.minor}</h1>
        <p class="quiet">
          ${[...standingsInWords(entries), minor.accepting ? "new ones are accepted" : "new ones are not accepted"].join(" · ")}
        </p>
      </div>`,
      main: html`<section aria-labelledby="proven">
          <h2 id="proven">How the claims are proven</h2>
          ${proofKey(counts)}
        </section>
        <section aria-labelledby="submissions">
          <h2 id="submissions">Submissions</h2>
          ${filters(minor.requirements.map(({ id }) => id))} ${matrix(entries, minor, root)}
          <p class="quiet note-below">
            A sign is the claim, its pips are what shows it:
            ${EVIDENCE_CLASSES.map(
              (proof, index) => html`${index > 0 && ", "}${silentMark({ status: "implemented", proof })} ${proof}`,
            )}.
            Requirements in italics are SHOULD.
          </p>
        </section>`,
    },
    data,
  );
}

function standingsInWords(entries: readonly Entry[]): string[] {
  return (Object.keys(STANDINGS) as Standing[]).flatMap((name) => {
    const amount = entries.filter(({ standing }) => standing === name).length;
    return amount === 0 ? [] : [`${amount} ${STANDINGS[name].word}`];
  });
}

function matrix(entries: readonly Entry[], { requirements }: MinorData, root: string): Html {
  return html`<div class="scroll" role="region" aria-labelledby="submissions" tabindex="0">
    <table class="framed matrix" role="table" id="matrix">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" data-sort="name">Product</th>
          <th role="columnheader" scope="col" data-sort="standing">Standing</th>
          <th role="columnheader" scope="col" data-sort="found" title="by the strict check">Found</th>
          <th role="columnheader" scope="col" data-sort="proof" title="claims shown by more than a vendor's page">
            Shown
          </th>
          ${requirements.map(
            ({ id, level }) =>
              html`<th role="columnheader" scope="col" class="turned${level === "SHOULD" && " should"}" data-id="${id}">
                <a href="${root}${PATHS.requirement(id)}"
                  >${titleOf(id)}${level === "SHOULD" && html`<span class="sr"> (SHOULD)</span>`}</a
                >
              </th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${entries.map((entry) => row(entry, requirements, root))}
      </tbody>
    </table>
  </div>`;
}

function row(entry: Entry, requirements: MinorData["requirements"], root: string): Html {
  const counts = countProofs(entry.claims);
  const { error, warn } = entry.found;
  const claims = new Map(entry.claims.map((claim) => [claim.id, claim]));
  return html`<tr role="row" data-standing="${entry.standing}">
    <th role="rowheader" scope="row">
      <a href="${root}${PATHS.product(entry.page)}#v${entry.minor}"><bdi>${oneLine(entry.name, 120)}</bdi></a>
      <span class="vendor"><bdi>${oneLine(entry.vendor, 120)}</bdi></span>
    </th>
    <td role="cell" data-key="${Object.keys(STANDINGS).indexOf(entry.standing)}">${standingBadge(entry.standing)}</td>
    <td role="cell" class="found" data-label="Found" data-key="${error * 100_000 + warn}">${found(entry)}</td>
    <td role="cell" class="share" data-label="Shown" data-key="${shown(counts)}">
      ${shown(counts)}<span class="quiet">/${counts.total}</span> ${proofBar(counts)}
    </td>
    ${requirements.map(({ id }) => html`<td role="cell" class="m">${mark(claims.get(id) ?? LEFT_OUT)}</td>`)}
  </tr>`;
}

const LEFT_OUT: Pick<ClaimData, "status" | "proof"> = { status: "absent", proof: "nothing" };

function found({ found }: Entry): Html {
  const { error, warn } = found;
  return html`<span role="img" title="${foundInWords(found)}">
    ${error > 0 && html`<b class="v-fail">${error}</b>`}${warn > 0 && html`<b class="v-inconclusive">${warn}</b>`}
    ${error + warn === 0 && html`<span class="quiet">–</span>`}
  </span>`;
}
