import type { Component } from "../component.js";

export const runc: Component = {
  name: "runc",
  version: "1.1.5",
  purpose: "starts containers for containerd",
  source: { from: "debian", package: "runc", files: { runc: "usr/sbin/runc" } },
  smoke: ["--version"],
  buildSeconds: 3,
  profile: "core",
};
