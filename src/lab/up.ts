import { createServer } from "node:net";
import type { PersonaId } from "./accelerators/persona.js";
import { SYSTEM_NODE } from "./addon.js";
import type { Profile } from "./component.js";
import { LabError } from "./error.js";
import { converge } from "./converge.js";
import type { Lab } from "./lab.js";
import { requireBuilt } from "./build/cache.js";
import { requireReady } from "./doctor.js";
import { lockFile, withLock } from "./lock.js";
import { NAME } from "./names.js";
import type { Progress } from "./progress.js";
import { listLabs, type LabState, type NodeState, readState } from "./state.js";

export interface LabOptions {
  name: string;
  /** "core" when absent. */
  profile?: Profile;
  /** Host port on 127.0.0.1; the first free one from 16443 when absent. */
  port?: number;
  /** How many nodes; 2 when absent. */
  nodes?: number;
  /** Accelerators a node; 2 when absent. */
  devices?: number;
  /** How each node serves its accelerators, in turn; ["dra", "device-plugin"] when absent. */
  serve?: ("dra" | "device-plugin")[];
  /** How each node's accelerators look, in turn; ["nvidia"] when absent. */
  personas?: PersonaId[];
}

const FIRST_PORT = 16443;

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await portIsFree(wanted)) return wanted;
    throw new LabError(`port ${wanted} on 127.0.0.1 is taken`, "name another with --port, or leave it to karat");
  }
  const states = await Promise.all((await listLabs()).map((lab) => readState(lab).catch(() => undefined)));
  const taken = new Set(states.map((state) => state?.port));
  for (let port = FIRST_PORT; port < FIRST_PORT + 1000; port++) {
    if (!taken.has(port) && (await portIsFree(port))) return port;
  }
  throw new LabError(`no free port from ${FIRST_PORT} on`, "name one with --port");
}

async function newState(options: LabOptions): Promise<LabState> {
  const serve = options.serve ?? ["dra", "device-plugin"];
  const personas = options.personas ?? ["nvidia"];
  const nodes = Array.from({ length: options.nodes ?? 2 }, (_, position): NodeState => ({
    name: `node${position + 1}`,
    index: position + 1,
    devices: options.devices ?? 2,
    access: serve[position % serve.length] ?? "dra",
    persona: personas[position % personas.length] ?? "nvidia",
  }));
  const profile = options.profile ?? "core";
  if (profile === "full") {
    nodes.push({ name: SYSTEM_NODE, index: nodes.length + 1, devices: 0, access: "dra", persona: "nvidia" });
  }
  const port = await choosePort(options.port);
  return {
    name: options.name,
    profile,
    port,
    nodes,
    flags: {},
    containerd: {},
    addOns: {},
    images: [],
    tags: [],
  };
}

/** Brings a lab up, or mends one that was brought up before; then only its name counts. */
export async function labUp(options: LabOptions, progress: Progress = () => {}): Promise<Lab> {
  if (!NAME.test(options.name)) {
    throw new LabError(`"${options.name}" can't name a lab`, "a lower-case letter, then up to seven letters or digits");
  }
  return withLock(lockFile(options.name), `lab ${options.name} is being changed`, async () => {
    const before = await readState(options.name);
    if (before === undefined) await requireReady(options.profile ?? "core");
    else await requireBuilt(before.profile); // whatever else may lack now, it is there to be mended
    return converge(before ?? (await newState(options)), progress);
  });
}
