import { adapters, described, readDescription, type Description } from "../../accelerators/index.js";
import { textOf } from "./files.js";

/**
 * Reads the files of --accelerator. Undefined when there are none.
 * @throws DescriptionInvalid, UsageError
 */
export function describedAccelerators(files: readonly string[] | undefined): Description[] | undefined {
  if (files === undefined) return undefined;
  const read: Description[] = [];
  for (const file of files) {
    const text = textOf("--accelerator", file, "name a YAML file");
    read.push(readDescription(text, file, [...adapters, ...read.map(described)]));
  }
  return read;
}
