import { join, resolve } from "node:path";
import { homedir } from "node:os";

/** Lab and node names go into interface names (15 bytes), so they are short. */
export const NAME = /^[a-z][a-z0-9]{0,7}$/;

/** Everything a lab owns can be found from its name alone, so that `lab down` needs no state to be whole. */
export interface LabNames {
  name: string;
  /** All files: /var/lib/karat/labs/<lab>. */
  root: string;
  /** cgroup path below each controller's root: karat/<lab>. Every process of the lab is in it. */
  cgroup: string;
  /** Network namespace of the control plane, with the bridge. */
  network: string;
  bridge: string;
  /** Admin kubeconfig for the host: server https://127.0.0.1:<port>. */
  kubeconfig: string;
  /** Admin kubeconfig for processes inside the lab's namespaces. */
  innerKubeconfig: string;
  logs: string;
  pids: string;
}

export interface NodeNames {
  name: string;
  /** Name of its Node object: its own, unless somebody else made that (an autoscaler) and this node stands for it. */
  nodeName: string;
  /** From 1: gives the node its address 10.77.0.(10+index) and pod CIDR 10.244.<index>.0/24. */
  index: number;
  ip: string;
  podCidr: string;
  network: string;
  /** <lab root>/nodes/<node>. */
  root: string;
  cgroup: string;
  kubeletRoot: string;
  /** The only CDI directory that this node's containerd reads. */
  cdi: string;
  /** Backing files of the node's accelerators. */
  devices: string;
  /** containerd's socket. */
  containerd: string;
}

export function labNames(lab: string): LabNames {
  const root = join("/var/lib/karat/labs", lab);
  return {
    name: lab,
    root,
    cgroup: `karat/${lab}`,
    network: `karat-${lab}`,
    bridge: "karat0",
    kubeconfig: join(root, "kubeconfig"),
    innerKubeconfig: join(root, "pki", "inner.kubeconfig"),
    logs: join(root, "logs"),
    pids: join(root, "pids"),
  };
}

export function nodeNames(lab: string, node: string, index: number, nodeName: string = node): NodeNames {
  const root = join(labNames(lab).root, "nodes", node);
  return {
    name: node,
    nodeName,
    index,
    ip: `10.77.0.${10 + index}`,
    podCidr: `10.244.${index}.0/24`,
    network: `karat-${lab}-${node}`,
    root,
    cgroup: `karat/${lab}/${node}`,
    kubeletRoot: join(root, "kubelet"),
    cdi: join(root, "cdi"),
    devices: join(root, "devices"),
    containerd: join(root, "containerd.sock"),
  };
}

/** Built components, outside the checkout: $KARAT_CACHE, or $XDG_CACHE_HOME/karat, or ~/.cache/karat. */
export function cacheRoot(): string {
  const base = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return resolve(process.env["KARAT_CACHE"] ?? join(base, "karat"));
}
