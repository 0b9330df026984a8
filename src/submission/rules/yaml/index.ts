import type { Rule } from "../../rule.js";
import { controlCharacters } from "./control-characters.js";
import { hiddenCharacters } from "./hidden-characters.js";
import { keyTwice } from "./key-twice.js";
import { parses } from "./parses.js";
import { plainYaml } from "./plain-yaml.js";
import { types } from "./types.js";
import { unknownKeys } from "./unknown-keys.js";
import { whitespace } from "./whitespace.js";

/** Whether PRODUCT.yaml is YAML that every reader understands alike. */
export const yaml: readonly Rule[] = [
  parses,
  keyTwice,
  plainYaml,
  types,
  unknownKeys,
  whitespace,
  hiddenCharacters,
  controlCharacters,
];
