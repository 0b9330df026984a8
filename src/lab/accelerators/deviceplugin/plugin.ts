import { EventEmitter } from "node:events";
import type { sendUnaryData, ServerUnaryCall, ServerWritableStream } from "@grpc/grpc-js";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { DriverConfig, Slot } from "../driver-config.js";
import { type Grant, deviceFiles, grantedFiles } from "../grant.js";
import type { Persona } from "../persona.js";
import { readSwitches, withDefects } from "../switches.js";

/** As deviceplugin.proto's ContainerAllocateResponse. */
interface ContainerAllocation {
  envs: Record<string, string>;
  mounts: { container_path: string; host_path: string; read_only: boolean }[];
  devices: { container_path: string; host_path: string; permissions: string }[];
}

/** The device plugin's answers to the kubelet; devices go by their UUID. */
export class DevicePlugin {
  readonly #persona: Persona;
  readonly #config: DriverConfig;
  readonly #isHealthy: (slot: Slot) => boolean;
  readonly #changes = new EventEmitter();
  #health: string;

  constructor(persona: Persona, config: DriverConfig, isHealthy: (slot: Slot) => boolean) {
    this.#persona = persona;
    this.#config = config;
    this.#isHealthy = isHealthy;
    this.#health = JSON.stringify(this.devices());
  }

  devices(): { ID: string; health: "Healthy" | "Unhealthy" }[] {
    return this.#config.slots.map((slot) => ({
      ID: slot.identity.uuid,
      health: this.#isHealthy(slot) ? "Healthy" : "Unhealthy",
    }));
  }

  /** Looks at the devices again and tells the kubelet if one fell ill or recovered. */
  checkHealth(): void {
    const health = JSON.stringify(this.devices());
    if (health === this.#health) return;
    this.#health = health;
    this.#changes.emit("health");
  }

  /** @throws for a device that the node does not have */
  allocate(containers: readonly { devices_ids: string[] }[]): ContainerAllocation[] {
    const grants = containers.map(({ devices_ids }) => this.#grant(devices_ids));
    const all = deviceFiles(this.#persona, this.#config.slots);
    return withDefects(grants, readSwitches(this.#config.paths.switches), all).map(({ env, files, libraries }) => ({
      envs: env,
      mounts: libraries.map(({ path, hostPath }) => ({ container_path: path, host_path: hostPath, read_only: true })),
      devices: files.map(({ path, node }) => ({ container_path: path, host_path: node.path, permissions: "rw" })),
    }));
  }

  /** Handlers of v1beta1.DevicePlugin. */
  implementation(): UntypedServiceImplementation {
    return {
      GetDevicePluginOptions: (_call: unknown, done: sendUnaryData<object>) => done(null, {}),
      ListAndWatch: (stream: ServerWritableStream<object, object>) => {
        const send = () => stream.write({ devices: this.devices() });
        send();
        this.#changes.on("health", send);
        stream.on("cancelled", () => {
          this.#changes.off("health", send);
          stream.end();
        });
      },
      Allocate: (
        call: ServerUnaryCall<{ container_requests: { devices_ids: string[] }[] }, object>,
        done: sendUnaryData<object>,
      ) => {
        try {
          done(null, { container_responses: this.allocate(call.request.container_requests) });
        } catch (error) {
          done(error as Error);
        }
      },
    };
  }

  #grant(ids: readonly string[]): Grant {
    const slots = ids.map((id) => {
      const slot = this.#config.slots.find(({ identity }) => identity.uuid === id);
      if (!slot) throw new Error(`node ${this.#config.node} has no ${this.#persona.resource} with id ${id}`);
      return slot;
    });
    return {
      env: this.#persona.pluginEnv([...ids]),
      files: grantedFiles(this.#persona, this.#config, slots),
      libraries: this.#config.libraries,
    };
  }
}
