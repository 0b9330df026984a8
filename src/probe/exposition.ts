import { Undecidable } from "../record/judge.js";

/** One sample of a scrape. */
export interface MetricSample {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
}

/** What a metrics endpoint answered. */
export interface Exposition {
  samples: MetricSample[];
  /** Names that HELP or TYPE tell of, with or without samples. */
  described: ReadonlySet<string>;
}

const NAME = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED = /"((?:[^"\\\n]|\\.)*)"/y;
const SPACE = /[ \t]*/y;
/** As Go's ParseFloat reads it (text format 0.0.4), then a timestamp, then in OpenMetrics an exemplar. */
const VALUE =
  /([+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[iI]nf|NaN))(?:[ \t]+[+-]?[\d.]+(?:e[+-]?\d+)?)?(?:[ \t]+#.*)?[ \t]*$/y;
const COMMENT = /^#[ \t]*(?:(HELP|TYPE|UNIT)[ \t]+(?:"((?:[^"\\]|\\.)+)"|(\S+))(?:[ \t].*)?|.*)$/;

/**
 * Reads Prometheus's text format 0.0.4 or OpenMetrics 1.0, quoted UTF-8 names included. Strict: what a Prometheus would
 * refuse makes all of it worthless.
 * @throws Undecidable which names the line
 */
export function parseExposition(text: string): Exposition {
  const samples: MetricSample[] = [];
  const described = new Set<string>();
  for (const [at, line] of text.split("\n").entries()) {
    const trimmed = line.trimEnd();
    if (trimmed === "") continue;
    if (trimmed.startsWith("#")) {
      const [, keyword, quoted, plain] = COMMENT.exec(trimmed) ?? [];
      if (keyword !== undefined) described.add(quoted === undefined ? (plain ?? "") : unescaped(quoted));
      continue;
    }
    samples.push(new Line(trimmed.trimStart(), at + 1).sample());
  }
  return { samples, described };
}

class Line {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly number: number,
  ) {}

  sample(): MetricSample {
    const labels = new Map<string, string>();
    let name = this.#take(NAME)?.[0];
    this.#take(SPACE);
    if (this.#next("{")) name = this.#labels(labels, name);
    if (name === undefined) throw this.#error("a metric's name");
    this.#take(SPACE);
    const value = this.#take(VALUE)?.[1];
    if (value === undefined) throw this.#error("a value");
    return { name, labels, value: numberOf(value) };
  }

  /** Up to the closing brace; a quoted string without a value is the metric's name. */
  #labels(labels: Map<string, string>, before: string | undefined): string | undefined {
    let name = before;
    for (;;) {
      this.#take(SPACE);
      if (this.#next("}")) return name;
      const plain = this.#take(LABEL)?.[0];
      const quoted = plain === undefined ? this.#take(QUOTED)?.[1] : undefined;
      const label = plain ?? (quoted === undefined ? undefined : unescaped(quoted));
      if (label === undefined) throw this.#error("a label");
      this.#take(SPACE);
      if (this.#next("=")) {
        this.#take(SPACE);
        const value = this.#take(QUOTED)?.[1];
        if (value === undefined) throw this.#error("a label's value in quotes");
        if (labels.has(label)) throw this.#error(`no second label ${label}`);
        labels.set(label, unescaped(value));
      } else if (name === undefined && quoted !== undefined) name = label;
      else throw this.#error("=");
      this.#take(SPACE);
      if (!this.#next(",") && this.text[this.#at] !== "}") throw this.#error(", or }");
    }
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at += found[0].length;
    return found ?? undefined;
  }

  #next(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #error(expected: string): Undecidable {
    const found = JSON.stringify(this.text.slice(this.#at, this.#at + 40) || "its end");
    return new Undecidable(
      `line ${this.number} is not in Prometheus's format: ${expected} should stand where ${found} is`,
    );
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

function numberOf(value: string): number {
  const infinite = /^([+-]?)inf$/i.exec(value);
  if (!infinite) return Number(value);
  return infinite[1] === "-" ? -Infinity : Infinity;
}
