/** `error` keeps a submission from being accepted, `warn` is for a person to look at, `info` is worth knowing. */
export const SEVERITIES = ["error", "warn", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Where in a submission something stands. Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  /** Relative to the submission's folder, with forward slashes, e.g. "PRODUCT.yaml". */
  file: string;
  line: number;
  column: number;
  /** Behind the last character; absent where only a beginning is known. */
  end?: { line: number; column: number };
}

/** A change that mends a finding and cannot make anything else worse: what `--fix` writes. */
export interface Edit {
  /** Offsets in the file's text, in UTF-16 units, end exclusive. */
  range: readonly [start: number, end: number];
  text: string;
}

/** One thing that a rule found. */
export interface Finding {
  /** Id of the rule, e.g. "SPEC-004". */
  rule: string;
  severity: Severity;
  /** One sentence: what is wrong, with the values that show it. */
  message: string;
  place: Place;
  /** What stands there, at most a line of it. */
  quote?: string;
  /** What to write in its place, or to do, in words. */
  fix?: string;
  edit?: Edit;
}
