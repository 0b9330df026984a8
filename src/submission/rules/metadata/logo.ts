import { posix } from "node:path";
import type { Edit } from "../../finding.js";
import type { Submission, SubmittedFile } from "../../submission.js";
import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";
import { rewritten } from "../source.js";
import { activeParts, pictureKind } from "./svg.js";

const DRAWN = new Set(["svg", "eps", "ai"]);
const PAINTED = /\.(?:png|jpe?g|gif|webp|bmp|ico|tiff?)$/i;
const BLOB = /^https:\/\/(?:www\.)?github\.com\/([^/?#]+\/[^/?#]+)\/blob\/([^?#]+)$/;

export const logo = rule({
  id: "META-010",
  severity: "error",
  title: "The logo is SVG, EPS or AI itself, and nothing but a picture.",
  why: "The landscape draws it at every size and serves it from its own host; a page around it or a script within it breaks that.",
  mend: "Name the vector file itself: of GitHub its raw address, not the page that shows it.",
  *find(submission) {
    const given = metadataOf(submission.document, "productLogoUrl");
    if (given === undefined) return;
    const file = localFile(submission, given.value.trim());
    const objections = file ? ofFile(file) : ofAddress(given.value.trim());
    for (const { why, fix, address } of objections) {
      const edit: Edit | undefined =
        address === undefined ? undefined : rewritten(submission.document, given.place, address);
      yield { message: `the logo ${why}`, place: given.place, quote: given.value, fix, ...(edit && { edit }) };
    }
  },
});

interface Objection {
  why: string;
  fix: string;
  /** What to write instead where that is certain. */
  address?: string;
}

/** The logo where it lies in the submission's own folder. */
function localFile({ files }: Submission, value: string): SubmittedFile | undefined {
  return files.get(posix.normalize(value.replace(/^file:\/\//, "")));
}

function* ofFile({ path, bytes }: SubmittedFile): Generator<Objection> {
  if (!bytes) return;
  const kind = pictureKind(bytes);
  if (!DRAWN.has(kind)) {
    const why = kind === "unknown" ? `${path} is neither SVG nor EPS nor AI` : `${path} is ${kind.toUpperCase()}`;
    yield { why, fix: "hand in the vector file" };
  }
  if (kind !== "svg") return;
  for (const part of activeParts(bytes)) yield { why: `${path} holds ${part}`, fix: `remove ${part} from it` };
}

function* ofAddress(address: string): Generator<Objection> {
  if (!URL.canParse(address)) return;
  const { pathname } = new URL(address);
  if (PAINTED.test(pathname)) {
    const kind = pathname.slice(pathname.lastIndexOf(".") + 1).toUpperCase();
    yield { why: `is ${kind}, not SVG, EPS or AI`, fix: "name the vector file" };
    return;
  }
  const [, repository, path] = BLOB.exec(address) ?? [];
  if (repository === undefined || path === undefined) return;
  const raw = `https://raw.githubusercontent.com/${repository}/${path}`;
  const why = "is a page of GitHub that shows it, not the picture";
  yield { why, fix: `write ${raw}`, address: raw };
}
