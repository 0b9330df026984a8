import type { Component } from "../component.js";

export const helm: Component = {
  name: "helm",
  version: "4.3.1",
  purpose: "renders the charts that add-ons come in",
  source: {
    from: "go",
    module: "helm",
    packages: { helm: "helm.sh/helm/v4/cmd/helm" },
    ldflags: "-s -w",
  },
  smoke: ["version"],
  buildSeconds: 60,
  profile: "full",
};
