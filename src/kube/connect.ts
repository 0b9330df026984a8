import type { ConnectOptions, Kube } from "./client.js";

/** Loads credentials; talks to nobody yet. @throws KubeError */
export async function connect(_options: ConnectOptions = {}): Promise<Kube> {
  throw new Error("not written yet");
}
