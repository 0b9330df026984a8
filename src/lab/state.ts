import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { PERSONAS } from "./accelerators/persona.js";
import { PROFILES } from "./component.js";
import { LabError, NotThere } from "./error.js";
import { labNames, NAME } from "./names.js";

const flagValue = z.union([z.string(), z.record(z.string(), z.string())]);

export const nodeSchema = z.object({
  name: z.string().regex(NAME),
  /** Name of its Node object, where that is not its own. */
  nodeName: z.string().optional(),
  index: z.number().int().min(1),
  /** Accelerators on the node; 0 for a plain one. */
  devices: z.number().int().min(0),
  access: z.enum(["dra", "device-plugin"]),
  /** How they look. */
  persona: z.enum(PERSONAS),
});

const stateSchema = z.object({
  name: z.string().regex(NAME),
  /** Host port on 127.0.0.1 for the API server. */
  port: z.number().int().min(1).max(65535),
  profile: z.enum(PROFILES).default("core"),
  nodes: z.array(nodeSchema),
  /** What faults changed, by who changed it and then by process name; the newest wins. */
  flags: z.record(z.string(), z.record(z.string(), z.record(z.string(), flagValue))),
  containerd: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  /** What faults made wrong about add-ons, by who did and then by add-on, in the words of the add-on's own file. */
  addOns: z.record(z.string(), z.record(z.string(), z.array(z.string()))).default({}),
  /** Archives that were loaded beside the lab's own images, and the names in them. */
  images: z.array(z.object({ archive: z.string(), names: z.array(z.string()) })).default([]),
  /** Other names that were given to images. */
  tags: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
});

export type NodeState = z.infer<typeof nodeSchema>;
/** What a lab should look like; `lab up` makes it so. */
export type LabState = z.infer<typeof stateSchema>;
/** A flag's value; a record is a list of key=value, such as feature gates. */
export type FlagValue = z.infer<typeof flagValue>;

/** States of labs that were made before each node had a persona of its own. */
const oneForAll = z.object({ persona: z.enum(PERSONAS), nodes: z.array(z.looseObject({})) });

/** @throws ZodError when it is no lab's state */
export function parseState(json: unknown): LabState {
  const old = oneForAll.safeParse(json);
  if (!old.success) return stateSchema.parse(json);
  const nodes = old.data.nodes.map((node) => ({ persona: old.data.persona, ...node }));
  return stateSchema.parse({ ...(json as object), nodes });
}

const stateFile = (lab: string): string => join(labNames(lab).root, "lab.json");

/** The lab's state; undefined when there is no such lab. */
export async function readState(lab: string): Promise<LabState | undefined> {
  const text = await readFile(stateFile(lab), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return parseState(JSON.parse(text));
  } catch (error) {
    throw new LabError(`${stateFile(lab)} is damaged`, `karat lab down ${lab}, then karat lab up ${lab}`, {
      cause: error,
    });
  }
}

/** The same. @throws NotThere when there is no such lab */
export async function requireState(lab: string): Promise<LabState> {
  const state = await readState(lab);
  if (state === undefined) throw new NotThere(`there is no lab ${lab}`, `karat lab up ${lab}`);
  return state;
}

/**
 * Written whole or not at all: a killed CLI leaves the one before. At once, so that of two changes made side by side the
 * later one is written last.
 */
export function writeState(state: LabState): void {
  const file = stateFile(state.name);
  mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Notes what one party has changed about something, undefined for nothing; a party that changes nothing is forgotten. */
export function change<T>(
  all: Record<string, Record<string, T>>,
  by: string,
  what: string,
  value: T | undefined,
): void {
  const { [what]: _before, ...others } = all[by] ?? {};
  const now = value === undefined ? others : { ...others, [what]: value };
  if (Object.keys(now).length > 0) all[by] = now;
  else delete all[by];
}

/** Names of all labs that have left files on this machine. */
export async function listLabs(): Promise<string[]> {
  const names = await readdir(dirname(labNames("x").root)).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}
