import { checklistInWords } from "../checklist.js";
import type { ReportSource } from "../source.js";
import { oneLine } from "../visible.js";
import { html, type Html } from "./template.js";

/** What was tested, with what, and how anybody can judge the record again. */
export function about({ state }: ReportSource): Html {
  const options = Object.entries(state.options).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const facts: [string, Html | string][] = [
    ["Cluster", html`Kubernetes ${state.cluster.version}, ${state.cluster.platform}`],
    [
      "Cluster identity",
      html`<code>${state.cluster.uidHash}</code> <span class="quiet">sha256 of the kube-system namespace's uid</span>`,
    ],
    ["Held against", state.checklist ? checklistInWords(state.checklist) : "no checklist"],
    ["Tool", html`${state.tool.name} ${state.tool.version}`],
    ["Run", html`<code>${state.run}</code>, nonce <code>${state.nonce}</code>`],
    ["Started", state.startedAt],
    ["Ended", html`${state.lastAt}${!state.finished && ", before all was done"}`],
    ["Options", options.length > 0 ? html`<code>${oneLine(options.join(" "), 2000)}</code>` : "none"],
    [
      "Root hash",
      html`<code>${state.rootHash}</code>
        <span class="quiet">of event ${state.lastSeq}, which chains all before it</span>`,
    ],
  ];
  return html`<dl class="facts wide">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <h3>Judge it again</h3>
    <p>
      This page is a view of a record: the folder with <code>events.ndjson</code> and <code>blobs/</code>. With that
      folder, <code>karat verify FOLDER</code> checks the chain and every blob, runs every judge again on the recorded
      facts and says whether the verdicts are the same; line ${state.lastSeq} must carry the root hash above.
      <code>karat report FOLDER</code> makes this page again, byte for byte.
    </p>`;
}
