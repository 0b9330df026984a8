import type { Component } from "../component.js";

export const metricsServer: Component = {
  name: "metrics-server",
  version: "0.9.0",
  purpose: "CPU and memory of pods and nodes, as the resource metrics API",
  source: {
    from: "go",
    module: "metrics-server",
    packages: { "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server" },
    charts: { "metrics-server.tgz": { module: "sigs.k8s.io/metrics-server", path: "charts/metrics-server" } },
    ldflags: "-s -w",
  },
  smoke: ["--version"],
  buildSeconds: 60,
  profile: "full",
};
