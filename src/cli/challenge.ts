import { InvalidArgumentError } from "commander";
import { CHALLENGE } from "../record/challenge.js";

/** Reads `--challenge`. */
export function challenge(value: string): string {
  if (CHALLENGE.test(value)) return value;
  throw new InvalidArgumentError('It must be 16 to 128 letters, digits, "-" and "_".');
}
