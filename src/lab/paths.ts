import { join } from "node:path";
import type { LabNames, NodeNames } from "./names.js";

/** Files that one part of the lab writes and a component is started with. */
export const containerdConfigFile = (node: NodeNames): string => join(node.root, "containerd", "config.toml");
export const kubeletConfigFile = (node: NodeNames): string => join(node.root, "kubelet.yaml");
export const corefile = (lab: LabNames): string => join(lab.root, "coredns", "Corefile");

/** The kubelet's directory as the node sees it: charts and drivers from elsewhere rely on this very path. */
export const KUBELET_ROOT = "/var/lib/kubelet";
