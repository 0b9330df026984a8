import { largest, LIMITS } from "../../limits.js";
import { rule } from "../define.js";
import { TOP } from "../source.js";

const MIB = 1024 * 1024;
/** Ends of names that a submission may hold. */
const TYPES = [".yaml", ".md", ".log", ".txt", ".json", ".xml", ".svg", ".png", ".jpg", ".sig", ".intoto.jsonl"];

export const fileKinds = rule({
  id: "INT-004",
  severity: "error",
  title: "A submission holds text, pictures and signatures, of a size that people can look at.",
  why: "Archives and binaries cannot be reviewed, and the repository keeps every byte for ever.",
  mend: "Keep to the file types and sizes of the programme; put the rest elsewhere and link to it.",
  *find({ files }) {
    let total = 0;
    for (const { path, kind, size } of files.values()) {
      total += size;
      if (kind !== "file" && kind !== "executable") continue;
      const place = { file: path, line: 1, column: 1 };
      const limit = largest(path);
      if (!TYPES.some((end) => path.toLowerCase().endsWith(end))) {
        const fix = `hand in ${TYPES.join(", ")}`;
        yield { message: `${path} is of no type that a submission may hold`, place, fix };
      } else if (size > limit) {
        const message = `${path} has ${inMib(size)} MiB, and such a file may have ${limit / MIB}`;
        yield { message, place, fix: "shorten it to what proves the requirement" };
      }
    }
    if (files.size > LIMITS.files) {
      const fix = "hand in what proves a requirement, and nothing else";
      yield { message: `the folder holds ${files.size} files, and may hold ${LIMITS.files}`, place: TOP, fix };
    }
    if (total > LIMITS.folder) {
      const message = `the folder has ${inMib(total)} MiB, and may have ${LIMITS.folder / MIB}`;
      yield { message, place: TOP, fix: "shorten the largest files to what proves a requirement" };
    }
  },
});

/** Rounded up, so that a byte too many is not shown as none. */
function inMib(bytes: number): string {
  return (Math.ceil((bytes / MIB) * 10) / 10).toFixed(1);
}
