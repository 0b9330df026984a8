import { compatRules } from "./compat/index.js";
import { versionNamed, VERSIONS } from "./compat/version.js";
import type { Rule } from "./rule.js";
import { RULES } from "./rules/index.js";

/** A set of rules with a name. */
export interface Profile {
  /** "strict", or "compat@" with the version of the programme's validator. */
  name: string;
  rules: readonly Rule[];
}

/** Names that a profile can be asked for by. */
export const PROFILES: readonly string[] = ["strict", "compat", ...VERSIONS.map(({ name }) => `compat@${name}`)];

/** @param name one of PROFILES; "compat" is the newest validator that karat knows */
export function profileNamed(name: string): Profile {
  if (name === "strict") return { name, rules: RULES };
  const version = versionNamed(/^compat@(.+)$/.exec(name)?.[1]);
  return { name: `compat@${version.name}`, rules: compatRules(version) };
}
