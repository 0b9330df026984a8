import type { Component } from "../component.js";
import { containerdConfigFile } from "../paths.js";

const VERSION = "2.4.2";

export const containerd: Component = {
  name: "containerd",
  version: VERSION,
  purpose: "a node's container runtime, with CDI",
  source: {
    from: "go",
    module: "containerd",
    packages: {
      containerd: "github.com/containerd/containerd/v2/cmd/containerd",
      "containerd-shim-runc-v2": "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2",
      ctr: "github.com/containerd/containerd/v2/cmd/ctr",
    },
    // Snapshotters that need C libraries; the lab uses overlayfs.
    tags: ["no_btrfs", "no_devmapper", "no_zfs"],
    ldflags: `-s -w -X github.com/containerd/containerd/v2/version.Version=${VERSION}`,
  },
  smoke: ["--version"],
  buildSeconds: 47,
  profile: "core",
  node: { flags: ({ node }) => ({ config: containerdConfigFile(node) }) },
};
