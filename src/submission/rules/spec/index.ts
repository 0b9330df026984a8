import type { Rule } from "../../rule.js";
import { allAnswered } from "./all-answered.js";
import { conditionAbsent } from "./condition-absent.js";
import { entryIncoherent } from "./entry-incoherent.js";
import { evidenceMissing } from "./evidence-missing.js";
import { implementedDenied } from "./implemented-denied.js";
import { levelDiffers } from "./level-differs.js";
import { mustUnmet } from "./must-unmet.js";
import { notesCopied } from "./notes-copied.js";
import { nothingAdded } from "./nothing-added.js";
import { reasonDoubtful } from "./reason-doubtful.js";
import { statusUnknown } from "./status-unknown.js";
import { wordingDiffers } from "./wording-differs.js";

/** What a submission answers to each requirement, held against the checklist of its minor. */
export const spec: readonly Rule[] = [
  allAnswered,
  nothingAdded,
  wordingDiffers,
  levelDiffers,
  statusUnknown,
  mustUnmet,
  conditionAbsent,
  implementedDenied,
  reasonDoubtful,
  evidenceMissing,
  entryIncoherent,
  notesCopied,
];
