import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";
import { EVIDENCE_CLASSES } from "../evidence/class.js";
import { framed, PATHS } from "./frame.js";
import { silentMark } from "./marks.js";
import type { SiteData } from "./model.js";
import { PROOFS } from "./proof.js";
import { STANDINGS } from "./standing.js";
import { STATUS_NAMES, STATUSES } from "./status.js";

/** What the signs mean, where all this comes from, and what it does not say. */
export function aboutPage(data: SiteData): string {
  const unheld = data.minors.filter(({ checklist }) => !checklist).map(({ minor }) => minor);
  return framed(
    {
      path: PATHS.about,
      title: "How to read it: AI conformance submissions",
      hero: html`<div>
        <p class="overall">Who claims what, and what shows it</p>
        <h1>How to read it</h1>
        <p class="quiet">Judged on ${data.date} by ${data.tool}</p>
      </div>`,
      main: html`<section aria-labelledby="signs">
          <h2 id="signs">A sign says two things</h2>
          <p>
            The character and colour are the vendor's claim. The pips below, and how full the sign is, are what shows
            it: the more of them, the less has to be believed.
          </p>
          ${legend(
            "Claim",
            STATUS_NAMES.map((status) => [
              silentMark({ status, proof: "script and log" }),
              STATUSES[status].word,
              STATUSES[status].meaning,
            ]),
          )}
          ${legend(
            "Proven by",
            EVIDENCE_CLASSES.map((proof) => [
              silentMark({ status: "implemented", proof }),
              proof,
              PROOFS[proof].meaning,
            ]),
          )}
          <p>
            “Shown by more than a vendor's page” counts the upper three. Only what is claimed to be implemented, at
            least partially, is counted: nothing else needs a proof.
          </p>
        </section>
        <section aria-labelledby="standing">
          <h2 id="standing">Standing</h2>
          ${legend(
            "Standing",
            Object.values(STANDINGS).map(({ word, tone, meaning }) => [
              html`<span class="standing ${tone}">${word}</span>`,
              "",
              meaning,
            ]),
          )}
          <p>
            A submission is good for a year from the day it was merged. The programme accepts submissions for its latest
            three minors.
          </p>
        </section>
        <section aria-labelledby="found">
          <h2 id="found">What the strict check found</h2>
          <p>
            Each submission was held against the rules of <code>karat submission check</code>, without asking the
            network. An error is something that should have kept it from being accepted, a warning is for a person to
            look at. What the programme accepted stays accepted: this is a reading of the files, not a decision.
            ${
              unheld.length > 0 &&
              ` No checklist of ${unheld.join(", ")} was at hand: nothing is said there about ids, levels and wording.`
            }
          </p>
        </section>
        <section aria-labelledby="not">
          <h2 id="not">What it does not say</h2>
          <p>
            No sign says that a platform does or does not meet a requirement. A vendor's page may be right, and a log
            may be edited; only a machine-verified claim was judged from raw facts. Names, versions, notes and links are
            the vendors' own.
          </p>
        </section>
        ${
          data.unread.length > 0 &&
          html`<section aria-labelledby="unread">
            <h2 id="unread">What could not be read</h2>
            <ul>
              ${data.unread.map(({ directory, why }) => html`<li><code>${oneLine(directory, 120)}</code>: ${oneLine(why, 300)}</li>`)}
            </ul>
          </section>`
        }
        <section aria-labelledby="data">
          <h2 id="data">The data</h2>
          <p>
            <a href="data.json">data.json</a> holds all that is shown here, <a href="index.csv">index.csv</a> a line for
            each claim. <code>karat submission site DIR -o OUT --date ${data.date}</code> makes the same pages again
            from the same submissions, byte for byte.
          </p>
        </section>`,
    },
    data,
  );
}

function legend(name: string, rows: readonly (readonly [Html, string, string])[]): Html {
  return html`<dl class="legend-list" aria-label="${name}">
    ${rows.map(
      ([sign, word, meaning]) =>
        html`<div>
          <dt>${sign} ${word}</dt>
          <dd>${meaning}</dd>
        </div>`,
    )}
  </dl>`;
}
