import { InvalidArgumentError } from "commander";

/** A day on the command line, as RFC 3339 writes it. */
export function dateOf(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) {
    throw new InvalidArgumentError("it must be a day such as 2026-08-01.");
  }
  return value;
}
