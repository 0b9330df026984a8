import { Argument, InvalidArgumentError } from "commander";
import { PERSONAS, type PersonaId } from "../../lab/accelerators/persona.js";
import type { Lab } from "../../lab/lab.js";
import { NAME } from "../../lab/names.js";
import { ExitCode, explainError } from "../exit.js";

/** The lab that a command means when none is named. */
export const DEFAULT_LAB = process.env["KARAT_LAB"] ?? "dev";

export function labArgument(): Argument {
  return new Argument("[lab]", "its name; $KARAT_LAB says which when absent").default(DEFAULT_LAB).argParser((text) => {
    if (NAME.test(text)) return text;
    throw new InvalidArgumentError("A lower-case letter, then up to seven letters or digits.");
  });
}

/** Lab commands end with 0 when done, 1 when not, and 2 when the command line is wrong or names what is not there. */
export function labAction<Arguments extends unknown[]>(
  work: (...args: Arguments) => Promise<void>,
): (...args: Arguments) => Promise<void> {
  return async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      process.stderr.write(explainError(error));
      const { isUsage } = await import("../work/usage.js");
      process.exitCode = isUsage(error) ? ExitCode.Usage : 1;
    }
  };
}

/** Works on a lab that nobody else changes meanwhile. @throws LabError when somebody does, or there is none */
export async function changing<T>(name: string, work: (lab: Lab) => Promise<T>): Promise<T> {
  const { lockFile, withLock } = await import("../../lab/lock.js");
  const { openLab } = await import("../../lab/lab.js");
  return withLock(lockFile(name), `lab ${name} is being changed`, async () => work(await openLab(name)));
}

export function count(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(`A whole number from ${minimum} to ${maximum}.`);
  };
}

const ACCESS = ["dra", "device-plugin"] as const;
export type Access = (typeof ACCESS)[number];

export function access(text: string): Access {
  const found = ACCESS.find((one) => one === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`One of ${ACCESS.join(", ")}.`);
}

/** Comma-separated; nodes take them in turn. */
export const accessList = (text: string): Access[] => text.split(",").map(access);

export function persona(text: string): PersonaId {
  const found = PERSONAS.find((one) => one === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`One of ${PERSONAS.join(", ")}.`);
}

/** Comma-separated; nodes take them in turn. */
export const personaList = (text: string): PersonaId[] => text.split(",").map(persona);

export const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** e.g. "9 min", "40 s". */
export const about = (value: number): string =>
  value >= 90 ? `${Math.round(value / 60)} min` : `${Math.max(1, Math.round(value))} s`;

export const mebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? "" : `${Math.round(bytes / 1024 ** 2)} MiB`;

/** One line a step that has ended, with how long it took. */
export function stepPrinter(): (step: string, took: number) => void {
  return (step, took) => process.stderr.write(`  ${seconds(took).padStart(7)}  ${step}\n`);
}
