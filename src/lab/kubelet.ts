import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { addresses } from "./addresses.js";
import { hierarchies } from "./cgroups.js";
import { FEATURE_GATES } from "./components/kubernetes.js";
import { ensureNodeCredentials } from "./credentials.js";
import { kubeletConfigFile } from "./paths.js";
import type { LabNames, NodeNames } from "./names.js";

const FULL_DISK_IS_NO_REASON = { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" };

/** KubeletConfiguration (kubelet.config.k8s.io/v1beta1). */
async function configuration(lab: LabNames, node: NodeNames): Promise<unknown> {
  const { kubelet, authority } = await ensureNodeCredentials(lab, node);
  const onlyVersion1 = (await hierarchies()).some(
    ({ version, controllers }) => version === 1 && controllers.includes("memory"),
  );
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
  await writeFile(kubeletConfigFile(node), stringify(await configuration(lab, node)));
}
