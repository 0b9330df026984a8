import type { Rule } from "../../rule.js";
import { sameMinor } from "./same-minor.js";
import { signed } from "./signed.js";
import { subjects } from "./subjects.js";

/** SIGN: what signed bundles say, as far as that needs no trust; `karat verify` checks who signed. */
export const signing: readonly Rule[] = [signed, subjects, sameMinor];
