import { InvalidArgumentError } from "commander";

/** The name of a file or folder on the command line. */
export function path(value: string): string {
  if (value !== "") return value;
  throw new InvalidArgumentError("It is empty; if it stands for a variable, that was not set.");
}
