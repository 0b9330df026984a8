import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { LabError } from "./error.js";
import { labNames, NAME } from "./names.js";

const flagValue = z.union([z.string(), z.record(z.string(), z.string())]);

const nodeSchema = z.object({
  name: z.string().regex(NAME),
  index: z.number().int().min(1),
  /** Accelerators on the node; 0 for a plain one. */
  devices: z.number().int().min(0),
  access: z.enum(["dra", "device-plugin"]),
});

const stateSchema = z.object({
  name: z.string().regex(NAME),
  /** Host port on 127.0.0.1 for the API server. */
  port: z.number().int().min(1).max(65535),
  persona: z.enum(["nvidia", "generic"]),
  nodes: z.array(nodeSchema),
  /** What faults changed, by who changed it and then by process name; the newest wins. */
  flags: z.record(z.string(), z.record(z.string(), z.record(z.string(), flagValue))),
  containerd: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});

export type NodeState = z.infer<typeof nodeSchema>;
/** What a lab should look like; `lab up` makes it so. */
export type LabState = z.infer<typeof stateSchema>;
/** A flag's value; a record is a list of key=value, such as feature gates. */
export type FlagValue = z.infer<typeof flagValue>;

const stateFile = (lab: string): string => join(labNames(lab).root, "lab.json");

/** The lab's state; undefined when there is no such lab. */
export async function readState(lab: string): Promise<LabState | undefined> {
  const text = await readFile(stateFile(lab), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new LabError(`${stateFile(lab)} is damaged`, `karat lab down ${lab}, then karat lab up ${lab}`, {
      cause: error,
    });
  }
}

/** Written whole or not at all: a killed CLI leaves the one before. */
export async function writeState(state: LabState): Promise<void> {
  const file = stateFile(state.name);
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** Names of all labs that have left files on this machine. */
export async function listLabs(): Promise<string[]> {
  const names = await readdir(dirname(labNames("x").root)).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}
