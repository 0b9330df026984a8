import { describeReplay } from "../../../test/describe-replay.js";
import { secureAcceleratorAccess } from "./index.js";

/** The same experiments through DRA and by device plugin, in the requirement's order. */
const both = (...names: string[]): string[] =>
  ["dra", "plugin"].flatMap((way) => names.map((name) => `${way}-${name}`));

const EVERY = secureAcceleratorAccess.checks.map(({ id }) => id.split("/")[1] as string);

describeReplay(secureAcceleratorAccess, {
  healthy: { verdict: "pass" },
  // By a device plugin one pod alone cannot tell that it was given another pod's device.
  F04: { verdict: "fail", fail: ["dra-granted-sees-own", "dra-two-pods-disjoint", "plugin-two-pods-disjoint"] },
  F52: { verdict: "fail", fail: EVERY.filter((name) => !name.endsWith("-probe-works")) },
  F53: { verdict: "fail", fail: both("granted-sees-own", "two-pods-disjoint") },
  F54: { verdict: "fail", fail: both("made-node-refused", "environment-adds-nothing") },
  F55: { verdict: "fail", fail: both("mount-adds-nothing") },
  F56: { verdict: "fail", fail: both("sibling-sees-none") },
  F57: {
    verdict: "fail",
    fail: both("two-pods-disjoint", "sibling-sees-none", "made-node-refused", "released-stays-closed"),
  },
  F64: { verdict: "inconclusive", inconclusive: EVERY },
  F65: { verdict: "inconclusive", inconclusive: EVERY },
});
