import type { Rule } from "../rule.js";
import { artifacts } from "./artifacts/index.js";
import { cross } from "./cross/index.js";
import { evidence } from "./evidence/index.js";
import { integrity } from "./integrity/index.js";
import { layered } from "./layered/index.js";
import { lifecycle } from "./lifecycle/index.js";
import { metadata } from "./metadata/index.js";
import { semantics } from "./semantics/index.js";
import { signing } from "./signing/index.js";
import { spec } from "./spec/index.js";
import { yaml } from "./yaml/index.js";

/** Every rule of the strict profile, in the order of the catalogue; KARAT-… are those that it does not have. */
export const RULES: readonly Rule[] = [
  ...integrity,
  ...yaml,
  ...metadata,
  ...spec,
  ...evidence,
  ...artifacts,
  ...semantics,
  ...cross,
  ...lifecycle,
  ...layered,
  ...signing,
];
