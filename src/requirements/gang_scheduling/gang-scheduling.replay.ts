import { describeReplay } from "../../../test/describe-replay.js";
import { gangScheduling } from "./index.js";

/** The experiments; the control holds under most faults, as it must. */
const both = ["all-or-nothing", "competing-gangs"];

describeReplay(gangScheduling, {
  healthy: { verdict: "pass" },
  "healthy-five-devices": { verdict: "pass" },
  "no-gang-scheduler": { verdict: "fail", fail: both },
  F28: { verdict: "fail", fail: both },
  F30: { verdict: "fail", fail: both },
  F31: { verdict: "fail", fail: both },
  F32: { verdict: "fail", fail: ["all-or-nothing"], inconclusive: ["competing-gangs"] },
  F64: {
    verdict: "inconclusive",
    fail: ["competing-gangs"],
    inconclusive: ["partial-without-gang", "all-or-nothing"],
  },
  F65: { verdict: "inconclusive", inconclusive: ["partial-without-gang", ...both] },
  "min-count-lost": { verdict: "fail", fail: both },
});
