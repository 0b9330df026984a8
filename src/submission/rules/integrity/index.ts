import type { Rule } from "../../rule.js";
import { directoryNamed } from "./directory-named.js";
import { fileKinds } from "./file-kinds.js";
import { fileUnmentioned } from "./file-unmentioned.js";
import { foreignChanged } from "./foreign-changed.js";
import { plainFiles } from "./plain-files.js";
import { straysOutside } from "./strays-outside.js";

/** What may lie in a submission's folder, and what a pull request may change. */
export const integrity: readonly Rule[] = [
  straysOutside,
  directoryNamed,
  plainFiles,
  fileKinds,
  foreignChanged,
  fileUnmentioned,
];
