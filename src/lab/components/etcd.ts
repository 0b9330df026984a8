import { join } from "node:path";
import type { Component } from "../component.js";

export const etcd: Component = {
  name: "etcd",
  version: "3.7.3",
  purpose: "the API server's store",
  source: { from: "go", module: "etcd", packages: { etcd: "go.etcd.io/etcd/server/v3" }, ldflags: "-s -w" },
  smoke: ["--version"],
  buildSeconds: 20,
  profile: "core",
  controlPlane: {
    flags: ({ names }) => ({
      name: "karat",
      "data-dir": join(names.root, "etcd"),
      "listen-client-urls": "http://127.0.0.1:2379",
      "advertise-client-urls": "http://127.0.0.1:2379",
      "listen-peer-urls": "http://127.0.0.1:2380",
      "initial-advertise-peer-urls": "http://127.0.0.1:2380",
      "initial-cluster": "karat=http://127.0.0.1:2380",
      // A lab is made anew, never recovered: losing its last second to a power cut costs nothing.
      "unsafe-no-fsync": "true",
      "log-level": "warn",
    }),
    health: "http://127.0.0.1:2379/health",
  },
};
