import type { Component } from "../component.js";

export const envoyGateway: Component = {
  name: "envoy-gateway",
  version: "1.9.1",
  purpose: "controller of Gateways and their routes, for ai_inference",
  source: {
    from: "go",
    module: "envoy-gateway",
    packages: { "envoy-gateway": "github.com/envoyproxy/gateway/cmd/envoy-gateway" },
    charts: {
      "gateway-helm.tgz": { module: "github.com/envoyproxy/gateway", path: "charts/gateway-helm" },
      "gateway-crds-helm.tgz": { module: "github.com/envoyproxy/gateway", path: "charts/gateway-crds-helm" },
    },
    ldflags: "-s -w",
  },
  smoke: ["version"],
  buildSeconds: 120,
  profile: "full",
};
