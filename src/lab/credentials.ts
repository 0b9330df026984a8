import { join } from "node:path";
import { addresses } from "./addresses.js";
import { writeKubeconfig } from "./kubeconfig.js";
import type { LabNames, NodeNames } from "./names.js";
import { ensureAuthority, ensureCertificate, ensureSigningKey, type KeyPair } from "./pki.js";

/** Everything that proves identity in a lab, all of it under <root>/pki. */
export interface Credentials {
  authority: KeyPair;
  /** Signs what the API server shows to aggregated API servers. */
  frontProxyAuthority: KeyPair;
  frontProxy: KeyPair;
  apiServer: KeyPair;
  apiServerToKubelet: KeyPair;
  serviceAccounts: { key: string; publicKey: string };
}

export const pkiDirectory = (lab: LabNames): string => join(lab.root, "pki");

/** A component's kubeconfig for use inside the lab. */
export const componentKubeconfig = (lab: LabNames, component: string): string =>
  join(pkiDirectory(lab), `${component}.kubeconfig`);

export const kubeletKubeconfig = (node: NodeNames): string => join(node.root, "pki", "kubelet.kubeconfig");

const INNER_SERVER = `https://${addresses.controlPlane}:${addresses.apiPort}`;

/** Certificates and kubeconfigs of the control plane and the admin (idempotent; the port may change). */
export async function ensureCredentials(lab: LabNames, port: number): Promise<Credentials> {
  const directory = pkiDirectory(lab);
  const authority = await ensureAuthority(directory, "ca");
  const frontProxyAuthority = await ensureAuthority(directory, "front-proxy-ca");
  const issue = (name: string, commonName: string, organization?: string): Promise<KeyPair> =>
    ensureCertificate(directory, name, authority, {
      commonName,
      ...(organization === undefined ? {} : { organization }),
    });
  const users = {
    "kube-controller-manager": "system:kube-controller-manager",
    "kube-scheduler": "system:kube-scheduler",
    "kube-proxy": "system:kube-proxy",
    // Bound to roles by what the lab applies, since these have no built-in ones.
    coredns: "karat:coredns",
    "custom-metrics": "karat:custom-metrics",
  };
  for (const [component, user] of Object.entries(users)) {
    const pair = await issue(component, user);
    await writeKubeconfig(componentKubeconfig(lab, component), component, INNER_SERVER, authority.cert, pair);
  }
  const admin = await issue("admin", "karat-admin", "system:masters");
  const context = `karat-${lab.name}`;
  await writeKubeconfig(lab.kubeconfig, context, `https://127.0.0.1:${port}`, authority.cert, admin);
  await writeKubeconfig(lab.innerKubeconfig, context, INNER_SERVER, authority.cert, admin);
  return {
    authority,
    frontProxyAuthority,
    frontProxy: await ensureCertificate(directory, "front-proxy", frontProxyAuthority, { commonName: "front-proxy" }),
    apiServer: await ensureCertificate(directory, "kube-apiserver", authority, {
      commonName: "kube-apiserver",
      serves: {
        ips: ["127.0.0.1", addresses.controlPlane, addresses.kubernetesService],
        names: ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"].concat(
          `kubernetes.default.svc.${addresses.clusterDomain}`,
        ),
      },
    }),
    apiServerToKubelet: await issue("kube-apiserver-to-kubelet", "kube-apiserver-to-kubelet", "system:masters"),
    serviceAccounts: await ensureSigningKey(directory),
  };
}

/** A node's identity: one certificate for its kubelet as client and as server. */
export async function ensureNodeCredentials(
  lab: LabNames,
  node: NodeNames,
): Promise<{ kubelet: KeyPair; authority: string }> {
  const authority = await ensureAuthority(pkiDirectory(lab), "ca");
  const kubelet = await ensureCertificate(join(node.root, "pki"), "kubelet", authority, {
    commonName: `system:node:${node.nodeName}`,
    organization: "system:nodes",
    serves: { ips: [node.ip], names: [node.nodeName] },
  });
  const kubeconfig = kubeletKubeconfig(node);
  await writeKubeconfig(kubeconfig, node.name, INNER_SERVER, authority.cert, kubelet);
  return { kubelet, authority: authority.cert };
}
