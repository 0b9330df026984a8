import type { Lab } from "./lab.js";

/**
 * A way in which a platform looks conformant and is not, switched on and off on a running lab.
 * One file a fault in faults/, named after what is wrong.
 */
export interface Fault {
  /** As in the catalogue, e.g. "F28". */
  id: string;
  /** Requirements whose verdict must not stay `pass`. */
  breaks: string[];
  /**
   * It concerns the whole cluster, or changes what other faults change too: with another one beside it, neither could
   * be told from the other.
   */
  alone?: true;
  /** One sentence: what is wrong with such a platform. */
  what: string;
  /** One sentence: what is changed in the lab to get there. */
  how: string;
  /** Idempotent; returns when the fault is in effect. */
  break(lab: Lab): Promise<void>;
  /** Idempotent; returns when the lab is healthy again, whatever of `break` had happened. */
  heal(lab: Lab): Promise<void>;
}
