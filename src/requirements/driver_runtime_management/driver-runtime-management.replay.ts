import { describeReplay } from "../../../test/describe-replay.js";
import { driverRuntimeManagement } from "./index.js";

const EVERY = driverRuntimeManagement.checks.map(({ id }) => id.split("/")[1] as string);

describeReplay(driverRuntimeManagement, {
  healthy: { verdict: "pass" },
  "healthy-mixed": { verdict: "pass" },
  // A node that bears the driver's label and serves nothing cannot be left out.
  F02: { verdict: "inconclusive", inconclusive: ["version-matches", "unrequested-has-none"] },
  F08: { verdict: "fail", fail: ["version-matches"] },
  "F08-one-node": { verdict: "fail", fail: ["version-matches"] },
  "F08-one-node-amd": { verdict: "fail", fail: ["version-matches"] },
  F09: { verdict: "fail", fail: ["version-matches"] },
  // Where granted containers have no library, that others have none shows nothing.
  F10: { verdict: "fail", fail: ["version-matches"], inconclusive: ["unrequested-has-none"] },
  "F10-one-node": { verdict: "fail", fail: ["version-matches"], inconclusive: ["unrequested-has-none"] },
  F64: { verdict: "inconclusive", inconclusive: EVERY },
  F65: { verdict: "inconclusive", inconclusive: EVERY },
});
