import type { Rule } from "../../rule.js";
import { baseNamed } from "./base-named.js";
import { baseStands } from "./base-stands.js";
import { contribution } from "./contribution.js";
import { owners } from "./owners.js";
import { retested } from "./retested.js";

/** LAYER: products that stand on another one's Kubernetes. */
export const layered: readonly Rule[] = [baseNamed, owners, contribution, retested, baseStands];
