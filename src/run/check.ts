import type { CheckKind } from "../record/verdict.js";
import type { Facts } from "../record/facts.js";
import type { Expect } from "./expect.js";
import type { Observer } from "./observer.js";
import type { Inventory } from "./inventory.js";

/**
 * What a check must be given before it starts. The scheduler runs side by side whatever does not collide.
 */
export interface Needs {
  /** This many free accelerators on one node; other checks may use the node's other ones unless `node` is set too. */
  devices?: number;
  /**
   * A whole accelerator node: no other check of this run uses its accelerators meanwhile. With `devices` the node has
   * at least that many.
   */
  node?: "whole";
  /**
   * Not one place but all: every pool that has so many `devices` free, each with that many. The check takes them from the
   * inventory and names those that are not to be had. A node's pools may be two ways to the same devices.
   */
  nodes?: "every";
  /** No other check at all meanwhile. */
  cluster?: "alone";
  /** The node must serve its accelerators this way. */
  access?: "dra" | "device-plugin";
  /** Names of other checks (`<requirement>/<name>`) that must have ended before. */
  after?: string[];
  /** Its pods do what Pod Security's baseline forbids, such as hostPath volumes. Baseline is what others get. */
  podSecurity?: "privileged";
}

/** An RBAC rule as in rbac.authorization.k8s.io/v1, for `karat explain` and the preflight's self-review. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/**
 * An experiment. `observe` talks to the cluster and only writes facts down; `judge` is a pure function of them.
 * Only a failed expectation makes a fail: any other throw on either side is inconclusive, with its cause.
 */
export interface Check {
  /** `<requirement>/<name>`; the file and its YAML have the same name. */
  id: string;
  kind: CheckKind;
  /** One sentence: what is shown if this holds. */
  proves: string;
  needs: Needs;
  /** Seconds on a healthy cluster, and after which it is given up; both before the timeout factor. */
  seconds: { typical: number; deadline: number };
  /** What it does in the API beyond pods, pod logs and namespaces. */
  rules?: Rule[];
  /**
   * Set when it touches what is not its own: what it does to what, for the plan. Whoever cannot bear that leaves the check
   * out by --skip; its requirement is then not proven.
   */
  disturbs?: string;
  /** A sentence with the proof when the platform cannot have this, from what was discovered; undefined when it applies. */
  notApplicable?(inventory: Inventory): string | undefined;
  observe(observer: Observer): Promise<void>;
  judge(facts: Facts, expect: Expect): void;
}

/** A requirement of the programme: one folder, its README, its checks. */
export interface Requirement {
  /** The official checklist's id, e.g. "dra_support". */
  id: string;
  /** karat's own title, never the checklist's wording. */
  title: string;
  checks: readonly Check[];
}
