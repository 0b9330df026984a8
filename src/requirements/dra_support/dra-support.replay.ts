import { describeReplay } from "../../../test/describe-replay.js";
import { draSupport } from "./index.js";

const WITH_PODS = ["plain-pod", "named-device", "own-request-each", "nothing-matches", "one-more-waits"];

/** Cases are faults of the lab; `-generic` ones have its simulated vendor, which passes configuration on. */
describeReplay(draSupport, {
  healthy: { verdict: "pass" },
  "healthy-generic": { verdict: "pass" },
  F01: { verdict: "fail", fail: ["api-and-driver"] },
  F02: { verdict: "fail", fail: ["api-and-driver"] },
  F03: { verdict: "fail", fail: ["named-device", "own-request-each", "nothing-matches"] },
  F04: { verdict: "fail", fail: ["named-device", "own-request-each", "one-more-waits"] },
  F07: { verdict: "fail", fail: ["own-request-each"] },
  "F07-generic": { verdict: "fail", fail: ["own-request-each"] },
  // Accelerators that nobody claimed are a matter of secure_accelerator_access.
  F52: { verdict: "inconclusive", inconclusive: ["named-device", "own-request-each", "one-more-waits"] },
  F53: { verdict: "inconclusive", inconclusive: ["named-device", "own-request-each", "one-more-waits"] },
  F56: { verdict: "inconclusive", inconclusive: ["own-request-each"] },
  F64: { verdict: "inconclusive", inconclusive: WITH_PODS },
  F65: { verdict: "inconclusive", inconclusive: WITH_PODS },
});
