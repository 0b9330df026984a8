import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ClientReadableStream, Server } from "@grpc/grpc-js";
import { afterEach, describe, expect, it } from "vitest";
import type { Slot } from "../driver-config.js";
import { writeJson } from "../files.js";
import { call, connect, serve, service, stopServing } from "../grpc.js";
import { personas } from "../personas/index.js";
import { testConfig } from "../testing.js";
import { DevicePlugin } from "./plugin.js";
import { PluginServing } from "./serving.js";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A kubelet's registration socket that notes who registers. */
async function kubelet(root: string): Promise<{ registrations: object[]; restart: () => Promise<void> }> {
  const folder = join(root, "device-plugins");
  const socket = join(folder, "kubelet.sock");
  const registrations: object[] = [];
  let server: Server;
  const begin = async () => {
    server = await serve(socket, [
      [
        service("deviceplugin", "v1beta1.Registration"),
        {
          Register: (incoming: { request: object }, done: (error: null, answer: object) => void) => {
            registrations.push(incoming.request);
            done(null, {});
          },
        },
      ],
    ]);
  };
  await begin();
  closing.push(() => stopServing(server, socket));
  const restart = async () => {
    stopServing(server, socket);
    rmSync(folder, { recursive: true });
    await begin();
  };
  return { registrations, restart };
}

function plugin(access = testConfig("nvidia", "device-plugin"), ill = new Set<number>()) {
  const made = new DevicePlugin(personas.nvidia, access, ({ slot }: Slot) => !ill.has(slot));
  const serving = new PluginServing(made, access.kubeletRoot, "nvidia.com/gpu", "nvidia.sock");
  closing.push(() => serving.stop());
  return { made, serving, config: access, ill };
}

describe("registration", () => {
  it("waits for the kubelet, registers once, and again with a kubelet that started anew", async () => {
    const { serving, config } = plugin();
    expect(await serving.ensureRegistered()).toBe(false);
    const { registrations, restart } = await kubelet(config.kubeletRoot);
    expect(await serving.ensureRegistered()).toBe(true);
    expect(await serving.ensureRegistered()).toBe(true);
    expect(registrations).toHaveLength(1);
    expect(registrations[0]).toMatchObject({
      version: "v1beta1",
      endpoint: "nvidia.sock",
      resource_name: "nvidia.com/gpu",
    });
    await restart();
    expect(await serving.ensureRegistered()).toBe(true);
    expect(registrations).toHaveLength(2);
  });
});

describe("the kubelet's side", () => {
  it("lists devices, hears of illness, and allocates", async () => {
    const { made, serving, config, ill } = plugin();
    await kubelet(config.kubeletRoot);
    await serving.ensureRegistered();
    const socket = join(config.kubeletRoot, "device-plugins", "nvidia.sock");
    const client = connect(service("deviceplugin", "v1beta1.DevicePlugin"), socket);
    closing.push(() => client.close());
    const methods = client as unknown as { ListAndWatch(message: object): ClientReadableStream<object> };
    const stream = methods.ListAndWatch({});
    stream.on("error", () => undefined);
    const lists = stream[Symbol.asyncIterator]() as AsyncIterator<{ devices: { ID: string; health: string }[] }>;
    const uuids = config.slots.map(({ identity }) => identity.uuid);
    expect((await lists.next()).value).toEqual({ devices: uuids.map((ID) => ({ ID, health: "Healthy" })) });
    ill.add(1);
    made.checkHealth();
    made.checkHealth();
    expect((await lists.next()).value).toMatchObject({ devices: [{ health: "Healthy" }, { health: "Unhealthy" }] });
    const request = { container_requests: [{ devices_ids: [uuids[1]] }] };
    expect(await call(client, "Allocate", request, 5)).toEqual({
      container_responses: [
        {
          envs: { NVIDIA_VISIBLE_DEVICES: uuids[1] },
          mounts: [{ container_path: "/usr/lib64/libcuda.so.1", host_path: "/devices/library", read_only: true }],
          devices: [
            { container_path: "/dev/nvidia1", host_path: "/devices/1.dev", permissions: "rw" },
            { container_path: "/dev/nvidiactl", host_path: "/devices/control.dev", permissions: "rw" },
          ],
        },
      ],
    });
    const stranger = call(client, "Allocate", { container_requests: [{ devices_ids: ["GPU-none"] }] }, 5);
    await expect(stranger).rejects.toThrow("GPU-none");
  });

  it("hands out with the node's defects", () => {
    const { made, config } = plugin();
    writeJson(config.paths.switches, { allocateSame: true });
    const [second] = made.allocate([{ devices_ids: [config.slots[1]?.identity.uuid as string] }]);
    expect(second?.devices[0]).toEqual({
      container_path: "/dev/nvidia1",
      host_path: "/devices/0.dev",
      permissions: "rw",
    });
  });
});
