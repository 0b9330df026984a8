import { readFileSync } from "node:fs";
import { UsageError } from "./usage.js";

/** The text of a file that an option names. @param next what to do where it cannot be read. @throws UsageError */
export function textOf(option: string, file: string, next: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${option} ${file} cannot be read`, next, { cause: error });
  }
}
