import { componentKubeconfig } from "../credentials.js";
import type { Component } from "../component.js";
import { FEATURE_GATES, kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const kubeControllerManager: Component = {
  name: "kube-controller-manager",
  version: KUBERNETES_VERSION,
  purpose: "the built-in controllers",
  source: kubernetes("kube-controller-manager"),
  smoke: ["--version"],
  buildSeconds: 50,
  profile: "core",
  controlPlane: {
    flags({ names, pki }) {
      const kubeconfig = componentKubeconfig(names, "kube-controller-manager");
      return {
        kubeconfig,
        "authentication-kubeconfig": kubeconfig,
        "authorization-kubeconfig": kubeconfig,
        // One instance: without an election it works at once after a restart.
        "leader-elect": "false",
        "cluster-signing-cert-file": pki.authority.cert,
        "cluster-signing-key-file": pki.authority.key,
        "root-ca-file": pki.authority.cert,
        "service-account-private-key-file": pki.serviceAccounts.key,
        "use-service-account-credentials": "true",
        "feature-gates": FEATURE_GATES,
      };
    },
    health: "https://127.0.0.1:10257/healthz",
  },
};
