import { readFileSync } from "node:fs";
import type { Command } from "commander";
import {
  adapters,
  described,
  DescriptionInvalid,
  readDescription,
  type Description,
} from "../../accelerators/index.js";
import { ExitCode } from "../exit.js";

/** Reads the files of --accelerator; what is wrong with one is a usage error. Undefined when there are none. */
export function describedAccelerators(
  command: Command,
  files: readonly string[] | undefined,
): Description[] | undefined {
  if (files === undefined) return undefined;
  const read: Description[] = [];
  for (const file of files) {
    try {
      const known = [...adapters, ...read.map(described)];
      read.push(readDescription(readFileSync(file, "utf8"), file, known));
    } catch (error) {
      const { message, next } = explained(error, file);
      command.error(`error: ${message}\n${next}`, { exitCode: ExitCode.Usage });
    }
  }
  return read;
}

function explained(error: unknown, file: string): { message: string; next: string } {
  if (error instanceof DescriptionInvalid) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return { message: `--accelerator ${file} cannot be read: ${message}`, next: "name a YAML file" };
}
