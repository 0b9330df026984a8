import { packRecord } from "../../record/archive.js";
import { SubmissionError } from "../error.js";

/** Folder of what karat itself reads. */
export const KARAT = "karat";

/** Bytes that one text file of a submission may have, and all of a packed record: the programme takes 50 MiB in all. */
const PART = 5 * 1024 * 1024;
const WHOLE = 40 * 1024 * 1024;

/** Of a record in one part, and of the parts of a larger one. */
const NAME = /^record(?:-\d{3})?\.txt$/;

/** A record as files of a submission, by path: `karat/record.txt`, or parts that are one after the other. */
export async function recordFiles(dir: string): Promise<Map<string, Uint8Array>> {
  const bytes = Buffer.from(await packRecord(dir), "latin1");
  if (bytes.length > WHOLE) {
    const message = `the record has ${Math.ceil(bytes.length / 1024 ** 2)} MiB when packed; a submission takes ${WHOLE / 1024 ** 2}`;
    throw new SubmissionError("too-large", message, "run again without what is not in the checklist (--only)");
  }
  const parts = Math.ceil(bytes.length / PART);
  return new Map(
    Array.from({ length: parts }, (_, index) => {
      const number = parts === 1 ? "" : `-${String(index + 1).padStart(3, "0")}`;
      return [`${KARAT}/record${number}.txt`, bytes.subarray(index * PART, (index + 1) * PART)];
    }),
  );
}

/** Whether a file's name is that of a packed record or of a part of one. */
export function isRecordFile(name: string): boolean {
  return NAME.test(name);
}
