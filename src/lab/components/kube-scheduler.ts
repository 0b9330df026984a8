import { componentKubeconfig } from "../credentials.js";
import type { Component } from "../component.js";
import { FEATURE_GATES, kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const kubeScheduler: Component = {
  name: "kube-scheduler",
  version: KUBERNETES_VERSION,
  purpose: "the scheduler, with native gang scheduling",
  source: kubernetes("kube-scheduler"),
  smoke: ["--version"],
  buildSeconds: 30,
  profile: "core",
  controlPlane: {
    flags({ names }) {
      const kubeconfig = componentKubeconfig(names, "kube-scheduler");
      return {
        kubeconfig,
        "authentication-kubeconfig": kubeconfig,
        "authorization-kubeconfig": kubeconfig,
        // One instance: without an election it works at once after a restart.
        "leader-elect": "false",
        "feature-gates": FEATURE_GATES,
      };
    },
    health: "https://127.0.0.1:10259/readyz",
  },
};
