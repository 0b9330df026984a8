import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Api } from "../../src/lab/api.js";
import { until } from "../../src/lab/durations.js";
import { restartWatcher, WATCHER } from "../../src/lab/elastic/index.js";
import { ACCELERATED, INSTANCE_TYPE, PROVIDER } from "../../src/lab/elastic/machines.js";
import { openLab } from "../../src/lab/lab.js";
import { running } from "../../src/lab/process.js";
import type { LabStatus } from "../../src/lab/status.js";
import { hostState, NOTHING } from "./host.js";
import { karat, karatOk } from "./karat.js";

/** Machines on demand, without an autoscaler: whoever makes such a Node gets such a machine. */
const LAB = "elastic";
let api: Api;

interface NodeObject {
  status: { allocatable?: Record<string, string>; conditions?: { type: string; status: string }[] };
}

const order = (name: string): Promise<void> =>
  api.apply(`/api/v1/nodes/${name}`, {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { [INSTANCE_TYPE]: ACCELERATED.name } },
    spec: { providerID: `${PROVIDER}${name}` },
  });

/** Asks until it holds; a loaded machine takes its time. */
const eventually = (what: string, holds: () => Promise<boolean>): Promise<true> =>
  until(180, async () => ((await holds()) ? true : undefined), () => new Error(`${what} within 180 s`)); // prettier-ignore

async function offers(name: string): Promise<boolean> {
  const { status } = (await api.get<NodeObject>(`/api/v1/nodes/${name}`)) ?? { status: {} };
  const ready = status.conditions?.some((each) => each.type === "Ready" && each.status === "True") ?? false;
  return ready && status.allocatable?.["nvidia.com/gpu"] === String(ACCELERATED.devices);
}

async function killWatcher(): Promise<void> {
  process.kill((await running(LAB, WATCHER)) ?? 0, "SIGKILL");
  await eventually("the watcher is dead", async () => (await running(LAB, WATCHER)) === undefined);
}

async function machines(): Promise<string[]> {
  const { stdout } = await karat(["lab", "status", LAB, "--output", "json"]);
  return (JSON.parse(stdout) as LabStatus).nodes.flatMap(({ elastic }) => elastic ?? []);
}

const networks = (): string[] => hostState(LAB).networks.filter((name) => name.includes("elastic1"));

beforeAll(async () => {
  await karatOk(["lab", "down", LAB]);
  await karatOk(["lab", "up", LAB, "--nodes", "1"]);
  ({ api } = await openLab(LAB));
  await restartWatcher(LAB);
});

afterAll(async () => {
  await karatOk(["lab", "down", LAB]);
});

describe("a machine on demand", () => {
  test("becomes a real node under the name of its Node object", async () => {
    await order("machine-1");
    await eventually("machine-1 offers accelerators", () => offers("machine-1"));
    expect(await machines()).toEqual(["machine-1"]);
  });

  test("that goes while nobody watches is taken away by the next watcher", async () => {
    await killWatcher();
    await api.delete("/api/v1/nodes/machine-1");
    expect(networks()).toHaveLength(1);
    await restartWatcher(LAB);
    await eventually("machine-1 is gone", async () => (await machines()).length === 0);
    expect(networks()).toEqual([]);
  });

  test("that is half made when its watcher is killed is made whole by the next one", async () => {
    await order("machine-2");
    await eventually("machine-2 has begun", async () => (await running(LAB, "elastic1-holder")) !== undefined);
    await killWatcher();
    await restartWatcher(LAB);
    await eventually("machine-2 offers accelerators", () => offers("machine-2"));
  });

  test("leaves nothing when the lab goes down, half made or whole", async () => {
    await order("machine-3");
    await eventually("machine-3 has begun", async () => (await running(LAB, "elastic2-holder")) !== undefined);
    await karatOk(["lab", "down", LAB]);
    expect(hostState(LAB)).toEqual(NOTHING);
  });
});
