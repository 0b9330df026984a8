import { statSync } from "node:fs";
import { join } from "node:path";
import type { Server } from "@grpc/grpc-js";
import { durations } from "../../durations.js";
import { call, connect, serve, service, stopServing } from "../grpc.js";
import type { DevicePlugin } from "./plugin.js";

const KUBELET_SOCKET = "kubelet.sock";

/**
 * Keeps a device plugin registered: a kubelet that starts anew empties its folder of sockets and makes its own again, so
 * whenever that socket is another one, the plugin serves and registers again.
 */
export class PluginServing {
  readonly #plugin: DevicePlugin;
  readonly #folder: string;
  readonly #resource: string;
  readonly #endpoint: string;
  readonly #served = service("deviceplugin", "v1beta1.DevicePlugin");
  readonly #registration = service("deviceplugin", "v1beta1.Registration");
  #server: Server | undefined;
  #registeredWith: string | undefined;

  /** @param endpoint file name of the plugin's socket in the kubelet's device-plugins folder */
  constructor(plugin: DevicePlugin, kubeletRoot: string, resource: string, endpoint: string) {
    this.#plugin = plugin;
    this.#folder = join(kubeletRoot, "device-plugins");
    this.#resource = resource;
    this.#endpoint = endpoint;
  }

  /** Registers if the kubelet is there and does not know the plugin yet; true once it does. */
  async ensureRegistered(): Promise<boolean> {
    const kubelet = this.#socketIdentity(KUBELET_SOCKET);
    if (!kubelet) return false;
    if (kubelet === this.#registeredWith && this.#socketIdentity(this.#endpoint)) return true;
    this.stop();
    this.#server = await serve(join(this.#folder, this.#endpoint), [[this.#served, this.#plugin.implementation()]]);
    await this.#register();
    this.#registeredWith = kubelet;
    return true;
  }

  stop(): void {
    if (this.#server) stopServing(this.#server, join(this.#folder, this.#endpoint));
    this.#server = undefined;
    this.#registeredWith = undefined;
  }

  async #register(): Promise<void> {
    const client = connect(this.#registration, join(this.#folder, KUBELET_SOCKET));
    try {
      const request = { version: "v1beta1", endpoint: this.#endpoint, resource_name: this.#resource };
      await call(client, "Register", request, durations.request);
    } finally {
      client.close();
    }
  }

  /** An inode may be used again at once; with its time of change it names one socket. */
  #socketIdentity(name: string): string | undefined {
    const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false });
    return stat && `${stat.ino}@${stat.ctimeMs}`;
  }
}
