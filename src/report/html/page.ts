import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CheckState, RequirementState } from "../../record/fold.js";
import { overall } from "../overall.js";
import type { ReportSource } from "../source.js";
import { between, ran } from "../times.js";
import { oneLine } from "../visible.js";
import { count, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { about } from "./about.js";
import { checkAnchor } from "./anchors.js";
import { checkSection, exhibitList } from "./check.js";
import { CLIENT } from "./client.js";
import { exhibits } from "./evidence.js";
import { badge, icon, iconSprite, tone } from "./icons.js";
import { html, trusted, type Html } from "./template.js";
import { timeline } from "./timeline.js";
import { verdictTable } from "./verdicts.js";

const STYLE = ["base.css", "report.css"].map((name) => readFileSync(new URL(name, import.meta.url), "utf8")).join("");

/** The whole of report.html: one file that loads nothing and runs nothing but its own hashed style and script. */
export function page(source: ReportSource): string {
  const { state, problems } = source;
  const { verdict, headline, because } = overall(state, problems);
  const checks = state.requirements.flatMap((one) => one.checks);
  const groups = [
    { id: "preflight", observations: state.preflight },
    ...checks.map((check) => ({ id: checkAnchor(check.plan.id), observations: check.observations })),
  ];
  const [preflight, ...evidence] = exhibits(groups, source);
  const evidenceOf = new Map(checks.map((check, index) => [check, evidence[index] ?? { exhibits: [], packed: "" }]));
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="karat ${state.tool.version}" />
        <link rel="icon" href="${favicon(verdict)}" />
        <title>${VERDICT_WORDS[verdict].word}: ${headline}, karat ${state.run}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#verdicts">Skip to the verdicts</a>
        ${iconSprite()}
        <div class="shell">
          <nav aria-label="Requirements">
            <p class="brand">karat</p>
            <ul>
              <li><a href="#verdicts">Verdicts</a></li>
              <li><a href="#timeline">Timeline</a></li>
              ${state.requirements.map((one) => navEntry(one))}
              <li><a href="#about">About this run</a></li>
            </ul>
          </nav>
          <div class="content">
            <header class="hero ${tone(verdict)}">
              ${icon(verdict)}
              <div>
                <p class="overall">
                  ${VERDICT_WORDS[verdict].word}${because && html`<span class="because">: ${because}</span>`}
                </p>
                <h1>${headline}</h1>
                <p class="quiet">
                  ${[`Kubernetes ${state.cluster.version}`, count(checks.length, "check"), span(between(state.startedAt, state.lastAt)), day(state.startedAt)].join(" · ")}
                </p>
              </div>
            </header>
            ${
              problems.length > 0 &&
              html`<div class="alarm" role="alert">
                <h2>The record is not sound</h2>
                <ul>
                  ${problems.map((one) => html`<li>${oneLine(one)}</li>`)}
                </ul>
              </div>`
            }
            <main>
              <section id="verdicts" aria-labelledby="verdicts-title" tabindex="-1">
                <h2 id="verdicts-title">Verdicts</h2>
                ${verdictTable(state.requirements)}
              </section>
              <section id="timeline" aria-labelledby="timeline-title">
                <h2 id="timeline-title">Timeline</h2>
                ${timeline(source)}
              </section>
              <div class="tools">
                <button type="button" data-fold="open">Open all checks</button>
                <button type="button" data-fold="close">Close all checks</button>
              </div>
              ${state.requirements.map((one) => requirementSection(one, evidenceOf))}
              <section id="about" aria-labelledby="about-title">
                <h2 id="about-title">About this run</h2>
                ${about(source)}
                ${
                  preflight &&
                  preflight.exhibits.length > 0 &&
                  html`<h3>Found before the run</h3>
                    ${exhibitList(preflight, "preflight-pack")}`
                }
              </section>
            </main>
            <footer>
              <p class="quiet">
                karat ${state.tool.version} · run ${state.run}. Each verdict follows from the recorded facts alone:
                anyone can judge them again.
              </p>
            </footer>
          </div>
        </div>
        ${trusted(`<script>${CLIENT}</script>`)}
      </body>
    </html> `;
  return document.text;
}

function policy(): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(CLIENT)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function favicon(verdict: "pass" | "fail" | "inconclusive"): string {
  const colour = { pass: "#1a7f37", fail: "#c62828", inconclusive: "#9a6700" }[verdict];
  const shape = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(shape)}`;
}

function navEntry(requirement: RequirementState): Html {
  const verdict = verdictOf(requirement.verdict);
  return html`<li class="${tone(verdict)}">
    <a href="#${checkAnchor(requirement.id)}"
      >${icon(verdict)}<span class="sr">${VERDICT_WORDS[verdict].word}: </span>${titleOf(requirement.id)}</a
    >
  </li>`;
}

function requirementSection(
  requirement: RequirementState,
  evidenceOf: ReadonlyMap<CheckState, ReturnType<typeof exhibits>[number]>,
): Html {
  const anchor = checkAnchor(requirement.id);
  const verdict = verdictOf(requirement.verdict);
  const checks = requirement.checks.map((check) =>
    checkSection(check, evidenceOf.get(check) ?? { exhibits: [], packed: "" }),
  );
  return html`<section class="requirement" id="${anchor}" aria-labelledby="${anchor}-title">
    <h2 id="${anchor}-title">
      ${titleOf(requirement.id)} ${badge(verdict)}
      ${requirement.level && html`<span class="level">${requirement.level}</span>`}
    </h2>
    ${requirement.wording && html`<blockquote class="wording"><bdi>${oneLine(requirement.wording, 4000)}</bdi></blockquote>`}
    <p class="why"><bdi>${oneLine(requirement.reason, 2000)}</bdi></p>
    ${
      ran(requirement) || checks.length === 0
        ? checks
        : html`<details class="idle">
            <summary>None of its ${count(checks.length, "check")} ran</summary>
            ${checks}
          </details>`
    }
  </section>`;
}

function day(at: string): string {
  return at.replace("T", " ").replace(/:\d\d\.\d+Z$/, " UTC");
}
