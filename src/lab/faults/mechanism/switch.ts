import { readJson, writeJson } from "../../accelerators/files.js";

/** Turns one of the defects in a file of switches on or off; who reads the file acts by it. */
export function setSwitch<Switches>(path: string, name: keyof Switches, on: boolean): void {
  const { [name]: _before, ...others } = (readJson(path) ?? {}) as Record<keyof Switches, boolean>;
  writeJson(path, on ? { ...others, [name]: true } : others);
}
