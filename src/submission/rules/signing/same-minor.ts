import { bundlesOf, statedIn } from "../../evidence/bundles.js";
import { rule } from "../define.js";

export const sameMinor = rule({
  id: "SIGN-004",
  severity: "error",
  title: "What was signed was run on this version",
  why: "A bundle of another cluster is well signed and proves nothing here.",
  mend: "Run on the version that is to be certified, and sign that.",
  *find(submission) {
    const { minor } = submission;
    if (minor === undefined) return;
    for (const bundle of bundlesOf(submission)) {
      const versions = (statedIn(bundle) ?? []).flatMap(({ predicate }) => predicate?.cluster?.version ?? []);
      const other = versions.find((version) => /^v?(\d+\.\d+)/.exec(version)?.[1] !== minor);
      if (other === undefined) continue;
      const place = { file: bundle.path, line: 1, column: 1 };
      yield {
        message: `${bundle.path} is of a cluster with Kubernetes ${other}, and the folder is of ${minor}`,
        place,
      };
    }
  },
});
