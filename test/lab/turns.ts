import { aiInference } from "../../src/requirements/ai_inference/index.js";
import { requirements } from "../../src/requirements/index.js";
import { secureAcceleratorAccess } from "../../src/requirements/secure_accelerator_access/index.js";

/**
 * What a check comes to that does not pass. Two of them where it depends on the node that it is given, or on whether it
 * has begun before its control has shown that nothing can be shown.
 */
export type Turned = "fail" | "inconclusive" | "n/a" | "fail|pass" | "pass|inconclusive" | "fail|inconclusive";

/** The checks (`<requirement>/<name>`) that do not pass under a fault, and what each comes to: these and no others. */
export type Turns = Readonly<Record<string, Turned>>;

const dra = (...names: string[]): string[] => names.map((name) => `dra_support/${name}`);
const driver = (...names: string[]): string[] => names.map((name) => `driver_runtime_management/${name}`);
const operator = (...names: string[]): string[] => names.map((name) => `robust_controller/${name}`);
const gang = (...names: string[]): string[] => names.map((name) => `gang_scheduling/${name}`);
const inference = (...names: string[]): string[] => names.map((name) => `ai_inference/${name}`);
const access = (...names: string[]): string[] => names.map((name) => `secure_accelerator_access/${name}`);
const measured = (...names: string[]): string[] => names.map((name) => `accelerator_metrics/${name}`);
const collected = (...names: string[]): string[] => names.map((name) => `ai_service_metrics/${name}`);
const scaling = (...names: string[]): string[] => names.map((name) => `pod_autoscaling/${name}`);
/** The same experiments through DRA and by device plugin. */
const both = (...names: string[]): string[] =>
  access(...["dra", "plugin"].flatMap((way) => names.map((name) => `${way}-${name}`)));

/** An HPA needs the metric for them. */
const BY_METRICS = scaling("no-load-no-growth", "follows-load");
const WITH_DEVICES = dra("named-device", "own-request-each", "nothing-matches", "one-more-waits");
const ON_EVERY_NODE = driver("version-matches", "unrequested-has-none");
const GANGS = gang("all-or-nothing", "competing-gangs");
const EVERY_ACCESS = secureAcceleratorAccess.checks.map(({ id }) => id);
const THROUGH_DRA = EVERY_ACCESS.filter((id) => id.includes("/dra-"));
const THROUGH_GATEWAYS = aiInference.checks.filter(({ kind }) => kind !== "control").map(({ id }) => id);
/** A container with accelerators that nobody claimed for it: which of them its claim brought cannot be told. */
const AMBIGUOUS = dra("named-device", "own-request-each", "one-more-waits");

/** Without a metric that a load could move there is nothing to see. */
const UNDER_LOAD = measured("load-moves", "neighbour-still");
const BY_PROMETHEUS = collected("deleted-goes-stale", "undeclared-absent");

/** What an operator makes runs in pods. */
const OPERATED = operator("plain-replica-set", "reconciles", "heals-child", "collects-children", "survives-restart");

const GROWS = "cluster_autoscaling/grows-and-shrinks";
const NO_GROWTH = "cluster_autoscaling/no-need-no-growth";
const ELSEWHERE = requirements.flatMap(({ checks }) => checks.map(({ id }) => id)).filter((id) => id !== GROWS);

/** By fault; found by running each. */
export const turns: Readonly<Record<string, Turns>> = {
  F01: {
    ...to("fail", dra("api-and-driver")),
    ...to("inconclusive", WITH_DEVICES, THROUGH_DRA, driver("probe-runs"), ON_EVERY_NODE),
    // On the node whose DRA driver speaks v1, no pod gets a device; on the other one gangs hold.
    ...to("pass|inconclusive", gang("partial-without-gang"), GANGS),
  },
  F02: {
    ...to("fail", dra("api-and-driver")),
    // The node bears the driver's labels still.
    ...to("inconclusive", WITH_DEVICES, ON_EVERY_NODE),
    // Without a driver no node serves accelerators through DRA, and the other way is there.
    ...to("n/a", THROUGH_DRA),
  },
  F03: to("fail", dra("named-device", "own-request-each", "nothing-matches")),
  F04: {
    ...to("fail", dra("own-request-each", "one-more-waits")),
    // By a device plugin one pod alone cannot tell that it was given another pod's device.
    ...to("fail", both("two-pods-disjoint")),
    // Whose claim is allocated the one device that all are given sees nothing wrong.
    ...to("fail|pass", dra("named-device"), access("dra-granted-sees-own")),
  },
  F07: to("fail", dra("own-request-each")),
  F08: to("fail", driver("version-matches")),
  F09: to("fail", driver("version-matches")),
  F10: { ...to("fail", driver("version-matches")), ...to("inconclusive", driver("unrequested-has-none")) },
  F16: to("fail", THROUGH_GATEWAYS),
  F17: to("fail", THROUGH_GATEWAYS),
  F18: to("fail", inference("weighted-split")),
  F19: to("fail", inference("model-routing", "unmatched-refused")),
  F21: to("fail", inference("foreign-backend")),
  F22: to("fail", inference("unmatched-refused")),
  F28: to("fail", GANGS),
  F30: to("fail", GANGS),
  F31: to("fail", GANGS),
  // Where nobody grows the pool, nobody says a word about pods that need no growth either.
  F33: { ...to("fail", [GROWS]), ...to("inconclusive", [NO_GROWTH]) },
  F34: to("fail", [GROWS]),
  F35: to("fail", [GROWS]),
  F37: { ...to("fail", [GROWS]), ...to("inconclusive", [NO_GROWTH]) },
  // Pods of any other check may come to a machine that runs nothing.
  F38: { ...to("pass|inconclusive", ELSEWHERE), ...to("fail", [GROWS]) },
  F39: to("fail", scaling("follows-load")),
  F40: to("fail", BY_METRICS),
  F42: to("fail", scaling("no-load-no-growth")),
  F43: { ...to("fail", measured("load-moves")), ...to("inconclusive", measured("neighbour-still")) },
  F45: { ...to("fail", measured("every-device")), ...to("inconclusive", UNDER_LOAD) },
  F46: { ...to("fail", measured("every-device")), ...to("inconclusive", UNDER_LOAD) },
  F48: { ...to("fail", measured("every-device")), ...to("inconclusive", UNDER_LOAD) },
  F49: { ...to("fail", collected("exact-count"), BY_METRICS), ...to("inconclusive", BY_PROMETHEUS) },
  F51: { ...to("fail", collected("exact-count"), BY_METRICS), ...to("inconclusive", BY_PROMETHEUS) },
  F52: {
    ...to(
      "fail",
      EVERY_ACCESS.filter((id) => !id.endsWith("-probe-works")),
    ),
    ...to("inconclusive", AMBIGUOUS),
  },
  F53: { ...to("fail", both("granted-sees-own", "two-pods-disjoint")), ...to("inconclusive", AMBIGUOUS) },
  F54: to("fail", both("made-node-refused", "environment-adds-nothing")),
  F55: to("fail", both("mount-adds-nothing")),
  F56: { ...to("fail", both("sibling-sees-none")), ...to("inconclusive", dra("own-request-each")) },
  F57: to("fail", both("two-pods-disjoint", "sibling-sees-none", "made-node-refused", "released-stays-closed")),
  F59: to("fail", operator("refuses-invalid")),
  F60: { ...to("fail", operator("refuses-invalid")), ...to("pass|inconclusive", operator("survives-restart")) },
  F61: {
    ...to("fail", operator("reconciles")),
    ...to("inconclusive", operator("heals-child", "collects-children", "survives-restart")),
  },
  F63: { ...to("fail", operator("collects-children")), ...to("pass|inconclusive", operator("survives-restart")) },
  F64: {
    ...to("inconclusive", dra("plain-pod"), WITH_DEVICES, EVERY_ACCESS, gang("partial-without-gang", "all-or-nothing")),
    ...to("inconclusive", driver("probe-runs"), ON_EVERY_NODE),
    ...to("fail|inconclusive", gang("competing-gangs")),
    ...to("inconclusive", OPERATED),
    ...to("pass|inconclusive", dra("api-and-driver"), operator("refuses-invalid")),
  },
  F65: {
    ...to("pass|inconclusive", dra("api-and-driver"), operator("refuses-invalid")),
    ...to(
      "inconclusive",
      dra("plain-pod"),
      WITH_DEVICES,
      EVERY_ACCESS,
      driver("probe-runs"),
      ON_EVERY_NODE,
      gang("partial-without-gang"),
      GANGS,
      OPERATED,
    ),
  },
};

/** The checks that turned otherwise than these faults together say: what was expected, and what they came to. */
export function otherwise(expected: Turns, seen: Readonly<Record<string, string>>): Record<string, string> {
  const ids = [...new Set([...Object.keys(expected), ...Object.keys(seen)])];
  const wrong = ids.flatMap((id) => {
    const [wanted, verdict] = [expected[id] ?? "pass", seen[id] ?? "pass"];
    return wanted.split("|").includes(verdict) ? [] : [[id, `expected ${wanted}, saw ${verdict}`] as const];
  });
  return Object.fromEntries(wrong);
}

function to(verdict: Turned, ...checks: string[][]): Turns {
  return Object.fromEntries(checks.flat().map((id) => [id, verdict]));
}
