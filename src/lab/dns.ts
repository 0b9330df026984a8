import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { addresses } from "./addresses.js";
import type { Api } from "./api.js";
import { componentKubeconfig } from "./credentials.js";
import type { LabNames } from "./names.js";
import { corefile } from "./paths.js";

/**
 * Cluster DNS runs as a process beside the API server, not as pods: it takes no room on the nodes under test and needs
 * no image. Pods see no difference, as the Service `kube-dns` leads to it.
 *
 * Names outside the cluster are refused: there is nothing outside to ask.
 */
export async function writeCorefile(lab: LabNames): Promise<void> {
  await mkdir(dirname(corefile(lab)), { recursive: true });
  await writeFile(
    corefile(lab),
    `.:53 {
  errors
  health 127.0.0.1:8080
  ready 127.0.0.1:8181
  cache 5
  kubernetes ${addresses.clusterDomain} in-addr.arpa ip6.arpa {
    kubeconfig ${componentKubeconfig(lab, "coredns")}
    pods insecure
  }
}
`,
  );
}

/** The Service that the kubelet writes into every pod's resolv.conf, and what CoreDNS may read. */
export async function applyDns(api: Api): Promise<void> {
  const metadata = { name: "kube-dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
  const ports = [
    { name: "dns", port: 53, protocol: "UDP" },
    { name: "dns-tcp", port: 53, protocol: "TCP" },
  ];
  const role = { kind: "ClusterRole", name: "karat:coredns", apiGroup: "rbac.authorization.k8s.io" };
  await Promise.all([
    api.apply("/api/v1/namespaces/kube-system/services/kube-dns", {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { clusterIP: addresses.dnsService, ports },
    }),
    api.apply("/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices/kube-dns", {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...metadata, labels: { ...metadata.labels, "kubernetes.io/service-name": "kube-dns" } },
      addressType: "IPv4",
      endpoints: [{ addresses: [addresses.controlPlane], conditions: { ready: true } }],
      ports,
    }),
    api.apply("/apis/rbac.authorization.k8s.io/v1/clusterroles/karat:coredns", {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: role.name },
      rules: [
        { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
      ],
    }),
    api.apply("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/karat:coredns", {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: role.name },
      roleRef: { kind: role.kind, name: role.name, apiGroup: role.apiGroup },
      subjects: [{ kind: "User", name: "karat:coredns", apiGroup: "rbac.authorization.k8s.io" }],
    }),
  ]);
}
