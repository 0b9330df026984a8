import { rmSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeJson } from "../accelerators/files.js";
import type { LabNames } from "../names.js";

const file = (lab: LabNames): string => join(lab.root, "elastic-hollow.json");

/** Whether machines that are made from now on say that they run pods, and run nothing. */
export const isHollow = (lab: LabNames): boolean => readJson(file(lab)) === true;

export function setHollow(lab: LabNames, on: boolean): void {
  if (on) writeJson(file(lab), true);
  else rmSync(file(lab), { force: true });
}
