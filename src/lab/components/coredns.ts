import type { Component } from "../component.js";
import { corefile } from "../paths.js";

export const coredns: Component = {
  name: "coredns",
  version: "1.15.0",
  purpose: "cluster DNS, with the plugins that it takes and no others",
  source: { from: "go", module: "coredns", packages: { coredns: "karat.dev/lab/coredns" }, ldflags: "-s -w" },
  smoke: ["-version"],
  buildSeconds: 48,
  profile: "core",
  controlPlane: { flags: ({ names }) => ({ conf: corefile(names) }), health: "http://127.0.0.1:8181/ready" },
};
