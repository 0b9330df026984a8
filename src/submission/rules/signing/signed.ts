import { PRODUCT } from "../../document.js";
import { bundlesOf, statedIn } from "../../evidence/bundles.js";
import { rule } from "../define.js";

export const signed = rule({
  id: "SIGN-001",
  severity: "warn",
  title: "The evidence is signed",
  why: "Without a signature nobody can tell whether the evidence is still what the vendor saw.",
  mend: "Run `karat attest` on the record of the run, and put the bundle into the folder.",
  *find(submission) {
    if (bundlesOf(submission).some(statedIn)) return;
    yield { message: "there is no signed bundle in the folder", place: { file: PRODUCT, line: 1, column: 1 } };
  },
});
