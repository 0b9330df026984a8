import type { Verdict } from "../../record/verdict.js";
import { VERDICT_WORDS } from "../words.js";
import { html, trusted, type Html } from "./template.js";

/** One outline a verdict, each with a shape of its own, on a 16×16 grid. */
const SHAPES: Readonly<Record<Verdict, string>> = {
  pass: '<circle cx="8" cy="8" r="7"/><path d="m4.8 8.3 2.2 2.2 4.3-4.6"/>',
  fail: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>',
  inconclusive:
    '<path d="M8 .9 15.1 8 8 15.1.9 8z"/><path d="M6.3 6.6c0-2.3 3.5-2.3 3.5-.2C9.8 7.9 8 7.7 8 9.3"/><path class="dot" d="M8 11.4v.1"/>',
  skip: '<circle cx="8" cy="8" r="7" stroke-dasharray="2.4 2"/><path d="m5 5.4 2.6 2.6L5 10.6m3.6-5.2L11.2 8l-2.6 2.6"/>',
  "n/a": '<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="3"/><path d="M4.8 8h6.4"/>',
};

const idOf = (verdict: Verdict) => `i-${verdict.replace("/", "")}`;

/** The definitions that every icon refers to; once a page. */
export function iconSprite(): Html {
  const symbols = (Object.keys(SHAPES) as Verdict[]).map((verdict) => {
    return html`<symbol id="${idOf(verdict)}" viewBox="0 0 16 16">${trusted(SHAPES[verdict])}</symbol>`;
  });
  return html`<svg class="sprite" aria-hidden="true" width="0" height="0">${symbols}</svg>`;
}

/** Class of the verdict's colour. */
export function tone(verdict: Verdict): string {
  return `v-${verdict.replace("/", "")}`;
}

/** The icon alone; a word must stand beside it. */
export function icon(verdict: Verdict): Html {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#${idOf(verdict)}" /></svg>`;
}

/** Icon and word. */
export function badge(verdict: Verdict): Html {
  return html`<span class="badge ${tone(verdict)}">${icon(verdict)}${VERDICT_WORDS[verdict].word}</span>`;
}
