import type { Requirement } from "../../run/check.js";
import type { Access } from "./access.js";
import { environmentAddsNothing } from "./environment-adds-nothing.js";
import { grantedSeesOwn } from "./granted-sees-own.js";
import { madeNodeRefused } from "./made-node-refused.js";
import { mountAddsNothing } from "./mount-adds-nothing.js";
import { probeWorks } from "./probe-works.js";
import { releasedStaysClosed } from "./released-stays-closed.js";
import { siblingSeesNone } from "./sibling-sees-none.js";
import { twoPodsDisjoint } from "./two-pods-disjoint.js";
import { unrequestedSeesNone } from "./unrequested-sees-none.js";

const ACCESSES: Access[] = ["dra", "device-plugin"];

const EXPERIMENTS = [
  probeWorks,
  grantedSeesOwn,
  twoPodsDisjoint,
  siblingSeesNone,
  unrequestedSeesNone,
  madeNodeRefused,
  environmentAddsNothing,
  mountAddsNothing,
  releasedStaysClosed,
];

export const secureAcceleratorAccess: Requirement = {
  id: "secure_accelerator_access",
  title: "An accelerator is open to the container that was granted it, and to no other",
  checks: ACCESSES.flatMap((access) => EXPERIMENTS.map((experiment) => experiment(access))),
};
