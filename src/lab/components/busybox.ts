import type { Component } from "../component.js";

export const busybox: Component = {
  name: "busybox",
  version: "1.35.0",
  purpose: "shell and small tools of the lab's images; static, so that they need no C library",
  source: { from: "debian", package: "busybox-static", files: { busybox: "bin/busybox" } },
  smoke: ["true"],
  buildSeconds: 2,
  profile: "core",
};
