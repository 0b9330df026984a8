import { addresses } from "../addresses.js";
import type { Component } from "../component.js";
import { componentKubeconfig } from "../credentials.js";
import type { Flags } from "../flags.js";
import type { LabNames } from "../names.js";
import { kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

function flags(names: LabNames, node: string): Flags {
  return {
    kubeconfig: componentKubeconfig(names, "kube-proxy"),
    "proxy-mode": "nftables",
    "cluster-cidr": addresses.pods,
    "hostname-override": node,
    // 0 leaves the host's conntrack settings alone.
    "conntrack-max-per-core": "0",
    "conntrack-tcp-timeout-established": "0",
    "conntrack-tcp-timeout-close-wait": "0",
  };
}

const HEALTH = "http://127.0.0.1:10256/healthz";

export const kubeProxy: Component = {
  name: "kube-proxy",
  version: KUBERNETES_VERSION,
  purpose: "Services, on nodes and beside the API server (which must reach webhooks behind them)",
  source: kubernetes("kube-proxy"),
  smoke: ["--version"],
  buildSeconds: 25,
  profile: "core",
  // It wants to be some node, and waits half a minute for one that doesn't exist.
  controlPlane: { flags: ({ lab, names }) => flags(names, lab.nodes[0]?.name ?? "control-plane"), health: HEALTH },
  node: { flags: ({ names, node }) => flags(names, node.nodeName), health: HEALTH },
};
