import type { Rule } from "../../rule.js";
import { agreement } from "./agreement.js";
import { mappedTest } from "./mapped-test.js";
import { plausible } from "./plausible.js";
import { provenance } from "./provenance.js";
import { readable } from "./readable.js";
import { skippedTest } from "./skipped-test.js";
import { subTests } from "./sub-tests.js";
import { suiteRelease } from "./suite-release.js";

/** ART: results of test runs. */
export const artifacts: readonly Rule[] = [
  readable,
  mappedTest,
  skippedTest,
  subTests,
  agreement,
  provenance,
  suiteRelease,
  plausible,
];
