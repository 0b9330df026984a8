import type { Component } from "../component.js";

export const prometheus: Component = {
  name: "prometheus",
  version: "3.16.0",
  purpose: "collects metrics of accelerators and services",
  source: {
    from: "go",
    module: "prometheus",
    packages: { prometheus: "github.com/prometheus/prometheus/cmd/prometheus" },
    ldflags: "-s -w",
  },
  smoke: ["--version"],
  buildSeconds: 120,
  profile: "full",
};
