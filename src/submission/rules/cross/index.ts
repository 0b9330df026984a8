import type { Rule } from "../../rule.js";
import { amendment } from "./amendment.js";
import { certifiedTwice } from "./certified-twice.js";
import { renewal } from "./renewal.js";
import { reusedEvidence } from "./reused-evidence.js";
import { versionBump } from "./version-bump.js";

/** CROSS: a submission beside others, and beside what it was before. */
export const cross: readonly Rule[] = [certifiedTwice, reusedEvidence, renewal, versionBump, amendment];
