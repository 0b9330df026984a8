import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { addresses } from "./addresses.js";
import { binary } from "./binaries.js";
import { hierarchies } from "./cgroups.js";
import { FEATURE_GATES } from "./controlplane.js";
import { ensureNodeCredentials } from "./credentials.js";
import { type Flags, mergeFlags, toArgs } from "./flags.js";
import type { LabNames, NodeNames } from "./names.js";
import type { ProcessSpec } from "./process.js";
import type { LabState } from "./state.js";

/** The kubelet's directory as the node sees it: charts and drivers from elsewhere rely on this very path. */
export const KUBELET_ROOT = "/var/lib/kubelet";

const FULL_DISK_IS_NO_REASON = { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" };

/** KubeletConfiguration (kubelet.config.k8s.io/v1beta1). */
async function configuration(lab: LabNames, node: NodeNames): Promise<unknown> {
  const { kubelet, authority } = await ensureNodeCredentials(lab, node);
  const onlyVersion1 = (await hierarchies()).some((hierarchy) => hierarchy.controllers.includes("memory"));
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: authority } },
    authorization: { mode: "Webhook" },
    tlsCertFile: kubelet.cert,
    tlsPrivateKeyFile: kubelet.key,
    containerRuntimeEndpoint: `unix://${node.containerd}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${node.cgroup}`,
    failCgroupV1: !onlyVersion1,
    failSwapOn: false,
    enforceNodeAllocatable: ["pods"],
    // Some machines lack CAP_SYS_RESOURCE.
    oomScoreAdj: 0,
    clusterDNS: [addresses.dnsService],
    clusterDomain: addresses.clusterDomain,
    resolvConf: join(node.root, "resolv.conf"),
    // The kubelet never deletes images here: there is no registry to get them back from.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    imageMinimumGCAge: "8760h",
    evictionHard: FULL_DISK_IS_NO_REASON,
    // Sysctls that the kubelet would set are the host's.
    protectKernelDefaults: false,
    makeIPTablesUtilChains: false,
    serializeImagePulls: false,
    shutdownGracePeriod: "0s",
    syncFrequency: "10s",
    nodeStatusUpdateFrequency: "5s",
    featureGates: Object.fromEntries(Object.entries(FEATURE_GATES).map(([gate, on]) => [gate, on === "true"])),
  };
}

export async function writeKubeletConfig(lab: LabNames, node: NodeNames): Promise<void> {
  await mkdir(node.kubeletRoot, { recursive: true });
  await writeFile(join(node.root, "resolv.conf"), ""); // pods with dnsPolicy Default have no DNS: nothing to ask
  await writeFile(join(node.root, "kubelet.yaml"), stringify(await configuration(lab, node)));
}

export async function kubeletProcess(lab: LabState, names: LabNames, node: NodeNames, holder: number): Promise<ProcessSpec> {
  const name = `${node.name}-kubelet`;
  const { kubeconfig } = await ensureNodeCredentials(names, node);
  const flags: Flags = {
    kubeconfig,
    config: join(node.root, "kubelet.yaml"),
    "root-dir": KUBELET_ROOT,
    "hostname-override": node.name,
    "node-ip": node.ip,
  };
  const changed = Object.values(lab.flags).map((byProcess) => byProcess[name] ?? {});
  return {
    name,
    lab: names.name,
    cgroup: node.cgroup,
    network: node.network,
    namespacesOf: holder,
    command: binary("kubelet"),
    args: toArgs(mergeFlags(flags, ...changed)),
  };
}
