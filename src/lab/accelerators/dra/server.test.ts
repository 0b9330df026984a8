import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { call, connect, service } from "../grpc.js";
import { personas } from "../personas/index.js";
import { testConfig } from "../testing.js";
import { Preparer } from "./preparer.js";
import { type DraServer, serveDra } from "./server.js";

const { driver } = personas.generic;
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serving(kubeletRoot?: string) {
  const config = testConfig("generic", "dra");
  const root = kubeletRoot ?? config.kubeletRoot;
  const preparer = new Preparer(personas.generic, config, async ({ name, namespace, uid }) => ({
    metadata: { name, namespace, uid },
    status: { allocation: { devices: { results: [{ request: "r", driver, pool: "node1", device: "gpu-1" }] } } },
  }));
  const registrations: object[] = [];
  const server: DraServer = await serveDra(driver, root, preparer, (status) => registrations.push(status));
  closing.push(() => server.stop());
  return { root, server, registrations };
}

function client(definition: ReturnType<typeof service>, socket: string) {
  const made = connect(definition, socket);
  closing.push(() => made.close());
  return made;
}

describe("the kubelet's side", () => {
  it("registers, prepares and unprepares over the sockets", async () => {
    const { root, registrations } = await serving();
    const registry = client(
      service("pluginregistration", "pluginregistration.Registration"),
      join(root, "plugins_registry", `${driver}-reg.sock`),
    );
    const info = await call<{ endpoint: string }>(registry, "GetInfo", {}, 5);
    expect(info).toEqual({
      type: "DRAPlugin",
      name: driver,
      endpoint: join(root, "plugins", driver, "dra.sock"),
      supported_versions: ["v1.DRAPlugin"],
    });
    await call(registry, "NotifyRegistrationStatus", { plugin_registered: true }, 5);
    expect(registrations).toEqual([{ plugin_registered: true, error: "" }]);

    const plugin = client(service("dra", "k8s.io.kubelet.pkg.apis.dra.v1.DRAPlugin"), info.endpoint);
    const claims = [{ namespace: "ns", name: "c", uid: "u1" }];
    expect(await call(plugin, "NodePrepareResources", { claims }, 5)).toEqual({
      claims: {
        u1: {
          error: "",
          devices: [
            {
              request_names: ["r"],
              pool_name: "node1",
              device_name: "gpu-1",
              cdi_device_ids: ["k8s.gpu.karat.dev/claim=u1-r"],
            },
          ],
        },
      },
    });
    expect(await call(plugin, "NodeUnprepareResources", { claims }, 5)).toEqual({ claims: { u1: { error: "" } } });
  });

  it("serves again over the sockets of a driver that was killed, and takes them away when it stops", async () => {
    const killed = await serving();
    const { root, server } = await serving(killed.root);
    const socket = join(root, "plugins_registry", `${driver}-reg.sock`);
    const registry = client(service("pluginregistration", "pluginregistration.Registration"), socket);
    expect(await call(registry, "GetInfo", {}, 5)).toMatchObject({ name: driver });
    server.stop();
    expect(existsSync(socket)).toBe(false);
  });
});
