import type { Component } from "../component.js";

export const trainer: Component = {
  name: "trainer",
  version: "2.0.0",
  purpose: "Kubeflow Trainer, the AI operator of robust_controller",
  source: {
    from: "go",
    module: "trainer",
    packages: { "trainer-controller-manager": "github.com/kubeflow/trainer/v2/cmd/trainer-controller-manager" },
    charts: { "kubeflow-trainer.tgz": { module: "github.com/kubeflow/trainer/v2", path: "charts/kubeflow-trainer" } },
    ldflags: "-s -w",
  },
  smoke: ["--help"],
  buildSeconds: 60,
  profile: "full",
};
