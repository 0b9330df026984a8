import { compatRules } from "./compat/index.js";
import { versionNamed, VERSIONS } from "./compat/version.js";
import type { Rule } from "./rule.js";
import { RULES } from "./rules/index.js";

/** A set of rules with a name. */
export interface Profile {
  /** One of PROFILES. */
  name: string;
  rules: readonly Rule[];
}

/** Names that a profile can be asked for by. */
export const PROFILES: readonly string[] = ["strict", "compat", ...VERSIONS.map(({ name }) => `compat@${name}`)];

/** @param name one of PROFILES; "compat" is for each minor the validator that judged it first */
export function profileNamed(name: string): Profile {
  if (name === "strict") return { name, rules: RULES };
  return { name, rules: compatRules(versionNamed(/^compat@(.+)$/.exec(name)?.[1])) };
}
