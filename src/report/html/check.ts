import type { CheckState } from "../../record/fold.js";
import type { Expectation } from "../../record/verdict.js";
import { between, checkSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { bytes, count, nameOf, span, verdictOf } from "../words.js";
import { checkAnchor } from "./anchors.js";
import type { Exhibit } from "./evidence.js";
import { badge, icon, tone } from "./icons.js";
import { html, trusted, type Html } from "./template.js";

/** One check: closed, a line with its verdict; opened, what was done, expected and seen, with the evidence. */
export function checkSection(check: CheckState, evidence: { exhibits: readonly Exhibit[]; packed: string }): Html {
  const { plan } = check;
  const verdict = verdictOf(check.verdict);
  const anchor = checkAnchor(plan.id);
  const open = verdict === "fail" || verdict === "inconclusive";
  return html`<details class="check ${tone(verdict)}" id="${anchor}" ${open ? html` open` : ""}>
    <summary>
      ${badge(verdict)}
      <h3 class="check-name">${nameOf(plan.id)}</h3>
      <span class="kind">${plan.kind}</span>
      <span class="proves"><bdi>${oneLine(plan.proves)}</bdi></span>
      <span class="time">${check.startedAt ? span(checkSeconds(check) * 1000) : ""}</span>
    </summary>
    <div class="check-body">
      <p class="reason ${tone(verdict)}"><bdi>${oneLine(check.reason, 4000)}</bdi></p>
      ${circumstances(check)} ${expectations(check.judgement?.expectations ?? [], evidence.exhibits)} ${steps(check)}
      ${exhibitList(evidence, `${anchor}-pack`)}
    </div>
  </details>`;
}

function circumstances(check: CheckState): Html {
  const { decidedBy, cleaned, interruption } = check;
  const facts: [string, Html | string | false][] = [
    ["Decided by", decidedBy !== undefined && `event ${decidedBy} (line ${decidedBy} of events.ndjson)`],
    ["Interrupted", interruption !== undefined && interruption.kind],
    ["Node", check.node !== undefined && html`<bdi>${oneLine(check.node, 200)}</bdi>`],
    ["Devices", check.devices > 0 && String(check.devices)],
    ["Namespace", check.namespace !== undefined && html`<bdi>${oneLine(check.namespace, 200)}</bdi>`],
    ["Attempt", check.attempt > 1 && String(check.attempt)],
    ["Left behind", cleaned !== undefined && !cleaned.ok && oneLine(cleaned.left.join(", ") || "unknown", 2000)],
  ];
  const known = facts.filter(([, value]) => value !== false);
  if (known.length === 0) return html``;
  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function expectations(all: readonly Expectation[], exhibits: readonly Exhibit[]): Html {
  if (all.length === 0) return html``;
  const anchors = new Map(exhibits.map((one) => [one.observation.name, one.anchor]));
  return html`<table class="expectations" role="table">
    <caption>
      Expected and seen
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Held</th>
        <th role="columnheader" scope="col">What should hold</th>
        <th role="columnheader" scope="col">Expected</th>
        <th role="columnheader" scope="col">Seen</th>
        <th role="columnheader" scope="col">Evidence</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${all.map((one) => {
        const verdict = one.held ? "pass" : "fail";
        return html`<tr role="row" class="${tone(verdict)}">
          <td role="cell" class="held">
            <span class="badge ${tone(verdict)}">${icon(verdict)}${one.held ? "held" : "broken"}</span>
          </td>
          <td role="cell" data-label="What should hold"><bdi>${oneLine(one.claim)}</bdi></td>
          <td role="cell" data-label="Expected"><bdi>${oneLine(one.expected)}</bdi></td>
          <td role="cell" data-label="Seen" class="seen"><bdi>${oneLine(one.seen)}</bdi></td>
          <td role="cell" data-label="Evidence">${one.evidence.map((name) => evidenceLink(name, anchors))}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function evidenceLink(name: string, anchors: ReadonlyMap<string, string>): Html {
  const anchor = anchors.get(name);
  if (anchor === undefined) return html`<span class="lost">${oneLine(name, 200)} (not in the record)</span> `;
  return html`<a href="#${anchor}">${oneLine(name, 200)}</a> `;
}

function steps(check: CheckState): Html {
  if (check.steps.length === 0) return html``;
  return html`<details class="steps">
    <summary>What was done <span class="quiet">${count(check.steps.length, "step")}</span></summary>
    <ol>
      ${check.steps.map((step) => html`<li><span class="offset">+${span(between(check.startedAt, step.at))}</span> <bdi>${oneLine(step.text)}</bdi></li>`)}
    </ol>
  </details>`;
}

/** Evidence that opens on demand; its texts stand packed in one data block. */
export function exhibitList(
  { exhibits, packed }: { exhibits: readonly Exhibit[]; packed: string },
  pack: string,
): Html {
  if (exhibits.length === 0) return html``;
  return html`<section class="evidence">
    <h4>Raw evidence <span class="quiet">${count(exhibits.length, "observation")}</span></h4>
    ${exhibits.map((one, index) => exhibit(one, pack, index))}
    <script type="application/gzip" id="${pack}">
      ${trusted(packed)}
    </script>
  </section>`;
}

function exhibit(one: Exhibit, pack: string, index: number): Html {
  const { observation, anchor, gist, size, note } = one;
  return html`<details class="exhibit" id="${anchor}" data-pack="${pack}" data-index="${index}">
    <summary>
      <span class="exhibit-name">${oneLine(observation.name, 200)}</span>
      <span class="gist"><bdi>${oneLine(gist, 300)}</bdi></span>
      <span class="where">${observation.kind} · ${bytes(size)} · event ${observation.seq}</span>
    </summary>
    ${note && html`<p class="note">${note}</p>`}
    <p class="quiet">
      Seen at
      ${observation.at}${observation.blob ? html`, kept in <code>blobs/sha256/${observation.blob.sha256}</code>` : ""}.
      <button type="button" data-copy hidden>Copy</button>
    </p>
    <pre tabindex="0" aria-label="${oneLine(observation.name, 200)}">
Opening needs JavaScript; the same text is in the record.</pre>
  </details>`;
}
