import type { Component } from "../component.js";

export const jobset: Component = {
  name: "jobset",
  version: "0.8.2",
  purpose: "groups of Jobs, which Trainer makes",
  source: {
    from: "go",
    module: "jobset",
    packages: { jobset: "sigs.k8s.io/jobset" },
    charts: { "jobset.tgz": { module: "sigs.k8s.io/jobset", path: "charts/jobset" } },
    ldflags: "-s -w",
  },
  smoke: ["--help"],
  buildSeconds: 60,
  profile: "full",
};
