import { PRODUCT } from "../../document.js";
import { metadataText } from "../../renewals.js";
import { rule } from "../define.js";

export const certifiedTwice = rule({
  id: "CROSS-001",
  severity: "error",
  title: "A product is handed in once for a version",
  why: "Two folders for one product and version contradict each other sooner or later; the first is to be amended.",
  mend: "Amend the folder that is there, or say by the platform's name which other configuration this is.",
  *find(submission, { others = [] }) {
    const name = metadataText(submission, "platformName");
    if (name === undefined || name === "") return;
    for (const other of others) {
      if (other.minor !== submission.minor || other.directory === submission.directory) continue;
      const same = (["vendorName", "platformName"] as const).every(
        (key) => metadataText(other, key) === metadataText(submission, key),
      );
      if (!same) continue;
      const place = submission.document.metadata.get("platformName")?.place ?? { file: PRODUCT, line: 1, column: 1 };
      yield { message: `${other.directory} is of the same vendor's ${name} for ${submission.minor} too`, place };
    }
  },
});
