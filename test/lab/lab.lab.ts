import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { durations } from "../../src/lab/durations.js";
import { openLab } from "../../src/lab/lab.js";
import type { LabStatus } from "../../src/lab/status.js";
import { hostNetwork, hostState, NOTHING } from "./host.js";
import { karat, karatOk } from "./karat.js";

/** What the lab's own commands promise. */
const LAB = "labtest";
const before = process.getuid?.() === 0 ? hostNetwork() : "";

async function status(): Promise<LabStatus> {
  const { stdout } = await karat(["lab", "status", LAB, "--output", "json"]);
  return JSON.parse(stdout) as LabStatus;
}

/** Pids by process name. */
async function pids(): Promise<Record<string, number | undefined>> {
  const { controlPlane, nodes } = await status();
  const all = [...controlPlane, ...nodes.flatMap((node) => node.processes)];
  return Object.fromEntries(all.map(({ name, pid }) => [name, pid]));
}

/** No pid must not mean pid 0, which is our own process group. */
function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error("what is to be killed does not run");
  process.kill(pid, "SIGKILL");
}

beforeAll(async () => {
  await karatOk(["lab", "down", LAB]);
});

afterAll(async () => {
  await karatOk(["lab", "down", LAB]);
});

/** A pod that stays; `hold` names its node. */
const pod = (name: string, node: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default" },
  spec: {
    nodeName: node,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: "ubuntu:22.04", command: ["sh", "-c", "sleep 3600"] }],
  },
});

async function runs(name: string): Promise<{ containerID: string }> {
  const { api } = await openLab(LAB);
  for (let tries = 0; tries < 120; tries++) {
    const found = await api.get<{ status: { containerStatuses?: { ready: boolean; containerID: string }[] } }>(
      `/api/v1/namespaces/default/pods/${name}`,
    );
    const [container] = found?.status.containerStatuses ?? [];
    if (container?.ready) return container;
    await sleep(500);
  }
  throw new Error(`pod ${name} does not run`);
}

describe("a lab", () => {
  test("comes up, and stays as it is when brought up again", async () => {
    await karatOk(["lab", "up", LAB]);
    const first = await status();
    expect(first).toMatchObject({ well: true, nodes: [{ ready: true }, { ready: true }] });
    expect(first.memory).toBeLessThan(3 * 1024 ** 3);
    const running = await pids();
    await karatOk(["lab", "up", LAB]);
    expect(await pids()).toEqual(running);
  });

  test("listens on the host's loopback address alone", async () => {
    const port = Number(new URL((await status()).server).port)
      .toString(16)
      .toUpperCase()
      .padStart(4, "0");
    const sockets = readFileSync("/proc/net/tcp", "utf8") + readFileSync("/proc/net/tcp6", "utf8");
    const listening = [...sockets.matchAll(/^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) 0+:0000 0A/gm)];
    expect(listening.filter((match) => match[2] === port).map((match) => match[1])).toEqual(["0100007F"]);
  });

  test("has accelerators that do nothing while nobody uses them", async () => {
    const devices = hostState(LAB).loopDevices.map((line) => line.replace(/^\/dev\/(\w+).*/, "$1"));
    const looked = (): string[] => devices.map((name) => readFileSync(`/sys/block/${name}/stat`, "utf8"));
    const work = looked();
    // Two of each node, and the one that stands for the driver.
    expect(work).toHaveLength(6);
    await sleep(2.5 * durations.driverPoll * 1000);
    expect(looked()).toEqual(work);
  });

  test("runs pods of images that were named or loaded, and names one that lacks", async () => {
    const { stdout } = await karatOk(["lab", "image", "tag", await probeImage(), "ubuntu:22.04", LAB]);
    expect(stdout.trim()).toBe("docker.io/library/ubuntu:22.04");
    const { api } = await openLab(LAB);
    await api.apply("/api/v1/namespaces/default/pods/first", pod("first", "node1"));
    await runs("first");
    const refused = await karat(["lab", "image", "tag", "no.such/image:1", "x", LAB]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("no.such/image:1") as string });
  });

  // Together what does not depend on each other: each must be found and replaced by itself.
  const mended = [
    ["etcd", "coredns", "node1-kubelet"],
    ["kube-apiserver", "node1-containerd"],
    ["kube-scheduler", "relay"],
  ];
  test.each(mended.map((names) => ({ names })))(
    "is mended after kill -9 of $names, and its pods run on",
    async ({ names }) => {
      const container = await runs("first");
      const victims = await pids();
      for (const name of names) kill(victims[name]);
      await sleep(200);
      expect((await status()).well).toBe(false);
      await karatOk(["lab", "up", LAB]);
      expect((await status()).well).toBe(true);
      const now = await pids();
      for (const name of names) expect(now[name]).not.toBe(victims[name]);
      expect(await runs("first")).toMatchObject({ containerID: container.containerID });
    },
  );

  test("is mended after a node lost its namespaces' holder and its driver", async () => {
    const running = await pids();
    for (const name of ["node2-holder", "node2-nvidia-driver"]) kill(running[name]);
    await sleep(200);
    await karatOk(["lab", "up", LAB]);
    expect((await status()).well).toBe(true);
    const { api } = await openLab(LAB);
    await api.apply("/api/v1/namespaces/default/pods/second", pod("second", "node2"));
    await runs("second");
  });

  test("takes a node with the lab's images, and lets one go without a trace", async () => {
    const added = await karatOk(["lab", "node", "add", LAB, "--devices", "1", "--serve", "device-plugin"]);
    const name = added.stdout.trim();
    const { api } = await openLab(LAB);
    await api.apply("/api/v1/namespaces/default/pods/third", pod("third", name));
    await runs("third");
    await karatOk(["lab", "node", "remove", name, LAB]);
    expect(await api.get(`/api/v1/nodes/${name}`)).toBeUndefined();
    expect(await api.get("/api/v1/namespaces/default/pods/third")).toBeUndefined();
    expect(JSON.stringify(hostState(LAB))).not.toContain(name);
    expect((await status()).well).toBe(true);
  });

  test("stands beside another of the same addresses", async () => {
    const other = "labtwo";
    try {
      await karatOk(["lab", "up", other, "--nodes", "1", "--devices", "1", "--persona", "generic"]);
      expect((await status()).well).toBe(true);
    } finally {
      await karatOk(["lab", "down", other]);
    }
    expect(hostState(other)).toEqual(NOTHING);
    expect((await status()).well).toBe(true);
  });

  test("is gone after down; a second down finds nothing", async () => {
    await karatOk(["lab", "down", LAB]);
    expect(hostState(LAB)).toEqual(NOTHING);
    const again = await karatOk(["lab", "down", LAB]);
    expect(again.stderr).toContain("nothing");
    expect(hostNetwork()).toBe(before);
  });
});

async function probeImage(): Promise<string> {
  const { stdout } = await karatOk(["lab", "shell", "node1", LAB, "-c", "ctr images list --quiet"]);
  return stdout.split("\n").find((name) => name.includes("/probe:")) ?? "";
}

describe("half a lab", () => {
  beforeEach(() => karatOk(["lab", "down", LAB]));

  // Moments from the first file to the last driver; a fresh lab takes about 15 s.
  test.each([0.3, 0.8, 2, 5, 9, 13])("killed %s s into up: down leaves nothing", async (seconds) => {
    await karat(["lab", "up", LAB], {
      onStart: (child) => void setTimeout(() => child.kill("SIGKILL"), seconds * 1000),
    });
    await karatOk(["lab", "down", LAB]);
    expect(hostState(LAB)).toEqual(NOTHING);
    expect(hostNetwork()).toBe(before);
  });

  test("killed in the middle: up makes it whole", async () => {
    await karat(["lab", "up", LAB], { onStart: (child) => void setTimeout(() => child.kill("SIGKILL"), 4000) });
    await karatOk(["lab", "up", LAB]);
    expect((await status()).well).toBe(true);
    await karatOk(["lab", "down", LAB]);
  });
});

describe("refused before anything is made", () => {
  beforeEach(() => karatOk(["lab", "down", LAB]));

  test("a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    try {
      const refused = await karat(["lab", "up", LAB, "--port", String(port)]);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`port ${port}`) as string });
    } finally {
      server.close();
    }
    expect(hostState(LAB)).toEqual(NOTHING);
  });

  test("a cache without components", async () => {
    const refused = await karat(["lab", "up", LAB], { env: { KARAT_CACHE: "/nonexistent" } });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("karat lab build") as string });
    expect(hostState(LAB)).toEqual(NOTHING);
  });

  test("a name that is none", async () => {
    expect(await karat(["lab", "up", "Not-A-Name"])).toMatchObject({ code: 2 });
  });
});
