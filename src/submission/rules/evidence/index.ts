import type { Rule } from "../../rule.js";
import { age } from "./age.js";
import { fragments } from "./fragments.js";
import { kubernetesVersion } from "./kubernetes-version.js";
import { links } from "./links.js";
import { localEvidence } from "./local-evidence.js";
import { loginWalls } from "./login-walls.js";
import { mutableReferences } from "./mutable-references.js";
import { pagesOnly } from "./pages-only.js";
import { placeholders } from "./placeholders.js";
import { secrets } from "./secrets.js";
import { sharedEvidence } from "./shared-evidence.js";

/** EVID: what is cited, and whether it can be what it is cited for. */
export const evidence: readonly Rule[] = [
  localEvidence,
  fragments,
  links,
  mutableReferences,
  loginWalls,
  sharedEvidence,
  pagesOnly,
  placeholders,
  kubernetesVersion,
  age,
  secrets,
];
