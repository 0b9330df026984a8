import type { Component } from "../component.js";

const plugins = ["ptp", "host-local"];

export const cniPlugins: Component = {
  name: "cni-plugins",
  version: "1.1.1",
  purpose: "pod networks: a routed pair for each pod, addresses from the node's range",
  source: {
    from: "debian",
    package: "containernetworking-plugins",
    files: Object.fromEntries(plugins.map((plugin) => [plugin, `usr/lib/cni/${plugin}`])),
  },
  buildSeconds: 4,
  profile: "core",
};
