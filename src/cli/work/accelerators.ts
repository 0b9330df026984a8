import { readFileSync } from "node:fs";
import { adapters, described, readDescription, type Description } from "../../accelerators/index.js";
import { UsageError } from "./usage.js";

/**
 * Reads the files of --accelerator. Undefined when there are none.
 * @throws DescriptionInvalid, UsageError
 */
export function describedAccelerators(files: readonly string[] | undefined): Description[] | undefined {
  if (files === undefined) return undefined;
  const read: Description[] = [];
  for (const file of files) read.push(readDescription(textOf(file), file, [...adapters, ...read.map(described)]));
  return read;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--accelerator ${file} cannot be read`, "name a YAML file", { cause: error });
  }
}
