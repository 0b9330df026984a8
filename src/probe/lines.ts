import { Undecidable } from "../record/judge.js";

/** One fact as the probe printed it. */
export interface Line {
  kind: string;
  fields: string[];
}

const FORM = /^karat-probe\/1 (\S+) (\d+) ([a-z]+)((?: \S+)*)$/;

/** Whether a log ends as a probe's does; says nothing about whether it can be trusted. */
export function isWhole(log: string): boolean {
  return /^karat-probe\/1 \S+ \d+ end\n?$/m.test(log.slice(-200));
}

/**
 * The probe's lines, without the last. Nothing is skipped: a foreign line, a gap in the numbers, another run's nonce, a
 * lost beginning or end makes the whole log worthless.
 * @throws Undecidable
 */
export function readLines(log: string, nonce: string): Line[] {
  if (!/^[A-Za-z0-9-]{8,}$/.test(nonce)) throw new Undecidable("the nonce is too plain to prove anything");
  if (!log.endsWith("\n"))
    throw new Undecidable(log === "" ? "the probe's log is empty" : "the probe's log is cut off");
  const lines = log
    .slice(0, -1)
    .split("\n")
    .map((text, at) => {
      const [, ownNonce, number, kind = "", fields = ""] = FORM.exec(text) ?? [];
      if (ownNonce === undefined)
        throw new Undecidable(`line ${at + 1} of the log is not the probe's: ${excerpt(text)}`);
      if (ownNonce !== nonce) throw new Undecidable(`line ${at + 1} of the log bears another run's nonce`);
      if (number !== String(at + 1)) throw new Undecidable(`the log lacks the probe's line ${at + 1}`);
      return { kind, fields: fields.split(" ").slice(1) };
    });
  const ends = lines.flatMap(({ kind }, at) => (kind === "end" ? [at] : []));
  if (ends.length !== 1 || ends[0] !== lines.length - 1) throw new Undecidable("the probe's log lacks its end");
  return lines.slice(0, -1);
}

/** Bytes of a field in hexadecimal. @throws Undecidable */
export function bytes(field: string | undefined): Buffer {
  if (field === "-") return Buffer.alloc(0);
  if (field === undefined || field.length % 2 !== 0 || !/^[0-9a-f]+$/.test(field)) {
    throw new Undecidable(`the probe printed ${excerpt(field ?? "nothing")} where hexadecimal belongs`);
  }
  return Buffer.from(field, "hex");
}

/** Text of a field in hexadecimal, as UTF-8. @throws Undecidable */
export function text(field: string | undefined): string {
  return bytes(field).toString("utf8");
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
