import { connect, type Kube } from "../../kube/index.js";
import { version } from "../../version.js";
import type { ClusterOptions } from "../cluster.js";

export function connectTo({ kubeconfig, context }: ClusterOptions): Kube {
  return connect({
    userAgent: `karat/${version}`,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
}
