import type { Checked } from "../check.js";
import type { Rule } from "../rule.js";

/** A submission that was checked, and where its folder lies. */
export interface CheckedFolder extends Checked {
  /** For people, e.g. relative to the working directory. */
  shown: string;
  /** Relative to the repository's root with forward slashes, e.g. "v1.35/kops": what programs on a forge go by. */
  path: string;
}

/** All that one check of submissions found. */
export interface Outcome {
  /** "strict", "compat", or "compat@" with a version of the programme's validator. */
  profile: string;
  /** Version of karat. */
  version: string;
  /** RFC 3339 date on which it was judged. */
  date: string;
  /** Rules that were asked, in the order of the catalogue. */
  rules: readonly Rule[];
  checked: readonly CheckedFolder[];
  /** Folders that could not be read as submissions. */
  unread: readonly { path: string; why: string }[];
  /** What rules could not ask, each a sentence: their silence about it is no pass. */
  unasked: readonly string[];
  /** Files that `--fix` wrote, as they are shown. */
  mended: readonly string[];
  /** Files that it was to mend and could not. */
  unmended: readonly { path: string; why: string }[];
}
