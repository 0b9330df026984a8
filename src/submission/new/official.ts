import { createHash } from "node:crypto";
import { download, type DownloadOptions } from "../../spec/download.js";
import { ChecklistError } from "../../spec/error.js";
import { minorOf, MINORS } from "../../spec/levels.js";
import { readChecklist } from "../../spec/load.js";
import { PINS, type Pin } from "../../spec/pins.js";

/**
 * The programme's own checklist file, to the byte: a submission repeats its wording.
 * @param minor e.g. "1.37"
 * @param file where it lies already; otherwise it is downloaded
 * @throws ChecklistError
 */
export async function officialChecklist(
  minor: string,
  { file, ...options }: DownloadOptions & { file?: string | undefined },
): Promise<Uint8Array> {
  const named = minorOf(minor);
  if (named === undefined) {
    const next = `run against one that it has: ${MINORS.join(", ")}`;
    throw new ChecklistError(
      "unknown",
      `the programme has no checklist for Kubernetes ${minor} that karat knows`,
      next,
    );
  }
  const pin = PINS[named];
  const next = `give the file by --checklist FILE: https://github.com/${pagePath(pin)}`;
  if (file !== undefined) {
    const bytes = readChecklist(file);
    if (createHash("sha256").update(bytes).digest("hex") === pin.sha256) return bytes;
    throw new ChecklistError("malformed", `${file} is not the programme's own checklist ${named}, to the byte`, next);
  }
  try {
    return await download(pin, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `a submission needs the official wording of checklist ${named}, which could not be read: ${why}`;
    throw new ChecklistError("unreadable", message, next, { cause: error });
  }
}

/** Where a person finds a pinned file on github.com. */
function pagePath({ path }: Pin): string {
  const [owner, repository, commit, ...rest] = path.split("/");
  return [owner, repository, "blob", commit, ...rest].join("/");
}
