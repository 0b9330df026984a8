import { PRODUCT } from "../../document.js";
import { baseOf, isLayered, ownWords } from "../../layers.js";
import { rule } from "../define.js";

export const baseNamed = rule({
  id: "LAYER-001",
  severity: "error",
  title: "A layered product names what it stands on, its version and its Kubernetes conformance",
  why: "What is certified is the whole of both; without its base nobody can know what was tested (faq.md).",
  mend: "Name the base platform with its version in the README, and link its conformance in k8sConformanceUrl.",
  *find(submission, { others = [] }) {
    if (!isLayered(submission, others)) return;
    const place = submission.document.metadata.get("k8sConformanceUrl")?.place ?? { file: PRODUCT, line: 1, column: 1 };
    if (!baseOf(submission))
      yield { message: "a layered product, without the conformance of what it stands on", place };
    if (!/\b(?:base|on top of|runs on|built on)\b[^\n]{0,200}\bv?\d+\.\d+/i.test(ownWords(submission)))
      yield { message: "a layered product, without the name and version of what it stands on", place };
  },
});
