import { metadataText } from "../../renewals.js";
import { PRODUCT } from "../../document.js";
import { rule } from "../define.js";

export const versionBump = rule({
  id: "CROSS-004",
  severity: "error",
  title: "A new version is a new submission",
  why: "The certificate is for the version that was reviewed (Terms and Conditions, 5.4); another one needs evidence anew.",
  mend: "Take the change of version back, and hand the new version in as a submission of its own.",
  *find(submission, { base }) {
    if (!base) return;
    for (const key of ["platformVersion", "kubernetesVersion"] as const) {
      const [was, is] = [metadataText(base, key), metadataText(submission, key)];
      if (was === undefined || is === undefined || was === is) continue;
      const place = submission.document.metadata.get(key)?.place ?? { file: PRODUCT, line: 1, column: 1 };
      yield { message: `${key} was ${was} when this was certified, and is ${is} now`, place, quote: is, fix: was };
    }
  },
});
