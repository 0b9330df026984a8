import { PRODUCT } from "../../document.js";
import { baseOf, baseSubmissions, isLayered } from "../../layers.js";
import { rule } from "../define.js";

export const baseStands = rule({
  id: "LAYER-005",
  severity: "warn",
  title: "What a layered product stands on is certified for the same minor",
  why: "A base that was certified for another Kubernetes says nothing about this one.",
  mend: "Name the base's conformance for this minor, or wait until it has one.",
  *find(submission, { others = [] }) {
    const base = baseOf(submission);
    if (!base || submission.minor === undefined || !isLayered(submission, others)) return;
    const place = submission.document.metadata.get("k8sConformanceUrl")?.place ?? { file: PRODUCT, line: 1, column: 1 };
    if (base.minor !== submission.minor)
      yield { message: `the base's conformance is for ${base.minor}, and this is for ${submission.minor}`, place };
    const theirs = baseSubmissions(submission, others);
    if (theirs.length === 0 || theirs.some(({ minor }) => minor === submission.minor)) return;
    const known = theirs.map(({ minor }) => minor).join(", ");
    yield { message: `${base.product} is AI conformant for ${known} only, as far as is here`, place };
  },
});
