/** Every lab has the same addresses: each has network namespaces of its own, so they never meet. */
export const addresses = {
  /** The control plane's bridge, which all nodes are plugged into. */
  network: "10.77.0.0/24",
  controlPlane: "10.77.0.1",
  prefixLength: 24,
  /** Pods of all nodes; a node has the /24 of its index. */
  pods: "10.244.0.0/16",
  services: "10.96.0.0/16",
  /** The Service `kubernetes`: the first address of the range. */
  kubernetesService: "10.96.0.1",
  dnsService: "10.96.0.10",
  apiPort: 6443,
  clusterDomain: "cluster.local",
} as const;

/** The node's address ends in 10 + index, and index 255 would leave the pod range. */
export const MAX_NODES = 200;
