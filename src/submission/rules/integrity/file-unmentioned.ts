import { posix } from "node:path";
import { PRODUCT } from "../../document.js";
import { LIMITS } from "../../limits.js";
import type { Submission, SubmittedFile } from "../../submission.js";
import { rule } from "../define.js";

const README = "README.md";
/** Signatures are found by their names, and a licence speaks for itself. */
const SELF_EVIDENT = /(?:\.sig|\.intoto\.jsonl|\.sigstore\.json)$|(?:^|\/)LICENSE(?:\.\w+)?$/i;
/** Text that may point to other files. */
const POINTING = /\.(?:md|txt|yaml)$/i;
/** Bytes of a text that are searched for paths. */
const SEARCHED = 1024 * 1024;

export const fileUnmentioned = rule({
  id: "INT-006",
  severity: "warn",
  title: "Every file of the folder is named in PRODUCT.yaml or README.md, or in what these name.",
  why: "A file that nothing points to is evidence nobody will read, or something that slipped in.",
  mend: "Name it as evidence of the requirement that it proves, or remove it.",
  *find(submission) {
    // Each file is looked for in each text. INT-004 tells of so many, and they may be 100,000.
    if (submission.files.size > LIMITS.files) return;
    const mentioned = mentionedFiles(submission);
    for (const { path, kind } of submission.files.values()) {
      if (mentioned.has(path) || SELF_EVIDENT.test(path) || kind === "submodule") continue;
      yield {
        message: `nothing points to ${path}`,
        place: { file: path, line: 1, column: 1 },
        fix: `name ${path} as evidence, or remove it`,
      };
    }
  },
});

/** Paths that PRODUCT.yaml and README.md lead to, by way of other texts too. */
function mentionedFiles({ files }: Submission): Set<string> {
  const found = new Set([PRODUCT, README]);
  // A set is walked in order of insertion, what is added on the way included.
  for (const path of found) {
    const file = files.get(path);
    if (!file || !POINTING.test(path)) continue;
    const tokens = tokensOf(file);
    for (const other of files.keys()) if (!found.has(other) && points(tokens, path, other)) found.add(other);
  }
  return found;
}

/** Whatever in a text may be a path. */
function tokensOf({ bytes }: SubmittedFile): Set<string> {
  const text = Buffer.from(bytes?.subarray(0, SEARCHED) ?? []).toString("utf8");
  const tokens = new Set<string>();
  for (const [token] of text.matchAll(/[^\s"'`()<>[\]{}|,;*]{1,1024}/g)) {
    tokens.add(token.replace(/^file:\/\//, "").replace(/[#?].*$|[.:!?]+$/g, ""));
  }
  return tokens;
}

/** Whether a text names a file, or with a slash a folder around it, as seen from the submission's folder or from its own. */
function points(tokens: ReadonlySet<string>, from: string, to: string): boolean {
  return [to, posix.relative(posix.dirname(from), to)].some((path) => {
    // Of a name with spaces, the last word must do where it is not percent-encoded.
    if ([path, encodeURI(path), path.split(/\s+/).at(-1) ?? path].some((form) => named(tokens, form))) return true;
    for (let folder = posix.dirname(path); /[^./]/.test(folder); folder = posix.dirname(folder)) {
      // Without a slash it is a word like any other, such as YAML's `evidence`.
      if (named(tokens, `${folder}/`) || (folder.includes("/") && named(tokens, folder))) return true;
    }
    return false;
  });
}

function named(tokens: ReadonlySet<string>, form: string): boolean {
  return tokens.has(form) || tokens.has(`./${form}`);
}
