import type { Component } from "../component.js";
import { kubeletKubeconfig } from "../credentials.js";
import { KUBELET_ROOT, kubeletConfigFile } from "../paths.js";
import { kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const kubelet: Component = {
  name: "kubelet",
  version: KUBERNETES_VERSION,
  purpose: "a node's agent",
  source: kubernetes("kubelet"),
  smoke: ["--version"],
  buildSeconds: 45,
  profile: "core",
  node: {
    flags: ({ node }) => ({
      kubeconfig: kubeletKubeconfig(node),
      config: kubeletConfigFile(node),
      "root-dir": KUBELET_ROOT,
      "hostname-override": node.nodeName,
      "node-ip": node.ip,
    }),
    health: "http://127.0.0.1:10248/healthz",
  },
};
