import { artifactsOf } from "../../evidence/artifacts/read.js";
import { rule } from "../define.js";

const WANTED = ["server version", "suite version", "flags", "time"] as const;

export const provenance = rule({
  id: "ART-006",
  severity: "warn",
  title: "Results say of which cluster, by which suite, how and when they came",
  why: "A report without them may be of any cluster, on any day, by a suite that somebody changed.",
  mend: "Add the log of `kubectl version`, the suite's commit and the command line that was used.",
  *find(submission) {
    const artifacts = artifactsOf(submission).filter(({ artifact }) => artifact.format !== "log");
    const [first] = artifacts;
    if (!first) return;
    const lacking = WANTED.filter((what) => !artifacts.some(({ artifact }) => artifact.tells.has(what)));
    if (lacking.length === 0) return;
    const names = artifacts.map(({ file }) => file.path).join(", ");
    yield { message: `${names}: no ${lacking.join(", no ")}`, place: { file: first.file.path, line: 1, column: 1 } };
  },
});
