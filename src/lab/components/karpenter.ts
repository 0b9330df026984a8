import type { Component } from "../component.js";

export const karpenter: Component = {
  name: "karpenter",
  version: "1.14.1",
  purpose: "grows and shrinks node pools, with its kwok provider, for cluster_autoscaling",
  source: {
    from: "go",
    module: "karpenter",
    packages: { karpenter: "sigs.k8s.io/karpenter/kwok" },
    charts: { "karpenter.tgz": { module: "sigs.k8s.io/karpenter", path: "kwok/charts" } },
    ldflags: "-s -w",
  },
  buildSeconds: 60,
  profile: "full",
};
