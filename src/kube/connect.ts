import type { ConnectOptions, Kube } from "./client.js";
import { KubeClient } from "./kube.js";

/** Reads the credentials of an API server; talks to nobody yet. Wants `close` in the end. @throws KubeError */
export function connect(options: ConnectOptions = {}): Kube {
  return new KubeClient(options);
}
