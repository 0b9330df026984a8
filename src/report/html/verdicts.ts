import type { CheckState, RequirementState } from "../../record/fold.js";
import { ran, requirementSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { nameOf, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { checkAnchor } from "./anchors.js";
import { badge, icon, tone } from "./icons.js";
import { html, type Html } from "./template.js";

/** What every requirement came to, and why; below it a mark a check that leads to the check. */
export function verdictTable(requirements: readonly RequirementState[]): Html {
  return html`<table class="framed verdicts" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Verdict</th>
        <th role="columnheader" scope="col">Requirement</th>
        <th role="columnheader" scope="col">Why, and its checks</th>
        <th role="columnheader" scope="col" class="time">Time</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${requirements.map(
        (one) =>
          html`<tr role="row">
            <td role="cell">${badge(verdictOf(one.verdict))}</td>
            <th role="rowheader" scope="row">
              <a href="#${checkAnchor(one.id)}">${titleOf(one.id)}</a> <code>${one.id}</code>
              ${one.level && html`<span class="level">${one.level}</span>`}
            </th>
            <td role="cell">
              <bdi>${oneLine(one.reason, 600)}</bdi>
              <p class="dots">${one.checks.map((check) => dot(check))}</p>
            </td>
            <td role="cell" class="time">${ran(one) && span(requirementSeconds(one) * 1000)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function dot(check: CheckState): Html {
  const verdict = verdictOf(check.verdict);
  const label = `${check.plan.kind} ${nameOf(check.plan.id)}: ${VERDICT_WORDS[verdict].word}`;
  return html`<a class="dot ${tone(verdict)}" href="#${checkAnchor(check.plan.id)}" title="${label}"
    >${icon(verdict)}<span class="sr">${label}</span></a
  >`;
}
