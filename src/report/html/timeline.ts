import { attempts, type Attempt } from "../attempts.js";
import { Clock } from "../clock.js";
import { lanes, type Lane } from "../lanes.js";
import type { ReportSource } from "../source.js";
import { oneLine } from "../visible.js";
import { count, nameOf, span, VERDICT_WORDS } from "../words.js";
import { checkAnchor } from "./anchors.js";
import { icon, tone } from "./icons.js";
import { html, type Html } from "./template.js";

/** Pixels a device's row is high, and the air between rows. */
const ROW = 26;
const GAP = 4;
const WHOLE = "The cluster";

/** The run drawn against its nodes: a lane a node, a row a device, a bar an attempt, a tick a step. */
export function timeline(source: ReportSource): Html {
  const tried = attempts(source.state, source.events);
  const clock = new Clock(source.events);
  if (tried.length === 0) return html`<p class="quiet">No check was started.</p>`;
  return html`<div class="timeline">
      ${lanes(tried).map((lane) => drawn(lane, clock))}
      <div class="lane axis" aria-hidden="true">
        <div class="lane-name"></div>
        <svg width="100%" height="22">${ticks(clock).map((tick) => label(tick, clock))}</svg>
      </div>
    </div>
    <p class="readout" aria-hidden="true">
      <span id="readout">Point at a bar, or reach it with Tab, to read it here.</span>
    </p>
    <ul class="legend">
      ${(["pass", "fail", "inconclusive"] as const).map(
        (verdict) =>
          html`<li class="${tone(verdict)}">
            ${icon(verdict)} ${VERDICT_WORDS[verdict].word}: ${VERDICT_WORDS[verdict].meaning}
          </li>`,
      )}
      <li>A bar is one attempt at a check, as high as the devices it held; its ticks are its steps.</li>
      ${clock.cuts.length > 0 && html`<li>A dashed line: the run had died there, and was resumed later.</li>`}
    </ul>`;
}

function drawn(lane: Lane, clock: Clock): Html {
  const height = lane.rows * (ROW + GAP) + GAP;
  const name = lane.node ?? WHOLE;
  return html`<div class="lane">
    <div class="lane-name">${lane.node === undefined ? WHOLE : html`<bdi>${oneLine(lane.node, 80)}</bdi>`}</div>
    <svg width="100%" height="${height}" role="group" aria-label="Checks on ${oneLine(name, 80)}">
      ${ticks(clock).map((at) => html`<line class="grid" x1="${percent(at, clock)}" x2="${percent(at, clock)}" y1="0" y2="${height}" />`)}
      ${clock.cuts.map(
        ({ at, gap }) =>
          html`<line class="cut" x1="${percent(at, clock)}" x2="${percent(at, clock)}" y1="0" y2="${height}"
            ><title>resumed after ${span(gap)}</title></line
          >`,
      )}
      ${lane.bars.map(({ attempt, row, height }) => bar(attempt, row, height, clock))}
    </svg>
  </div>`;
}

function bar(attempt: Attempt, row: number, height: number, clock: Clock): Html {
  const from = clock.at(attempt.from);
  const length = Math.max(1, clock.at(attempt.to) - from);
  const { id, kind } = attempt.check.plan;
  const title = [
    `${oneLine(id, 120)}: ${VERDICT_WORDS[attempt.verdict].word}`,
    `${kind}, ${span(length)}, from ${span(from)} after the start`,
    attempt.devices > 0 && count(attempt.devices, "device"),
    attempt.number > 1 || attempt.check.attempt > 1 ? `attempt ${attempt.number}` : false,
  ];
  const tall = height * (ROW + GAP) - GAP;
  const text = title.filter(Boolean).join(", ");
  return html`<a class="bar ${tone(attempt.verdict)}" href="#${checkAnchor(id)}" aria-label="${text}">
    <title>${text}</title>
    <svg x="${percent(from, clock)}" y="${row * (ROW + GAP) + GAP}" width="${width(length, clock)}" height="${tall}">
      <rect width="100%" height="100%" rx="4" />
      ${attempt.steps.map((step) => {
        const at = `${(((clock.at(step.at) - from) / length) * 100).toFixed(2)}%`;
        return html`<line class="step" x1="${at}" x2="${at}" y1="${tall - 6}" y2="${tall}" />`;
      })}
      <text x="8" y="17">${VERDICT_WORDS[attempt.verdict].icon} ${oneLine(nameOf(id), 60)}</text>
    </svg>
  </a>`;
}

/** Moments, in milliseconds of life, at which a line is drawn: at most about ten, a round number of seconds apart. */
function ticks(clock: Clock): number[] {
  const rounds = [0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
  const apart = (rounds.find((seconds) => clock.length / (seconds * 1000) <= 8) ?? clock.length / 8000) * 1000;
  return Array.from({ length: Math.floor(clock.length / apart) + 1 }, (_, index) => index * apart);
}

function label(at: number, clock: Clock): Html {
  return html`<text
    x="${percent(at, clock)}"
    y="15"
    text-anchor="${at === 0 ? "start" : at > clock.length * 0.96 ? "end" : "middle"}"
    >${moment(at)}</text
  >`;
}

/** Milliseconds as a clock shows them: "0:45", "12:30", "1:02:03"; tenths below a minute's need of them. */
function moment(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  if (ms % 1000 !== 0) return `${(ms / 1000).toFixed(1)} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
}

function percent(at: number, clock: Clock): string {
  return `${((at / clock.length) * 100).toFixed(3)}%`;
}

/** A bar stays wide enough to be seen and hit. */
function width(length: number, clock: Clock): string {
  return `${Math.max(0.8, (length / clock.length) * 100).toFixed(3)}%`;
}
