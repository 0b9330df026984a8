import { join } from "node:path";
import { addresses } from "./addresses.js";
import { binary } from "./binaries.js";
import { componentKubeconfig, type Credentials } from "./credentials.js";
import { corefile } from "./dns.js";
import { type Flags, mergeFlags, toArgs } from "./flags.js";
import { labNames } from "./names.js";
import type { ProcessSpec } from "./process.js";
import { scriptPath } from "./script.js";
import type { LabState } from "./state.js";

export const controlPlaneComponents = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "coredns",
] as const;
export type ControlPlaneComponent = (typeof controlPlaneComponents)[number];

/** Where a component says that it is well; asked from inside the control plane's namespace. */
export const health: Record<ControlPlaneComponent, string> = {
  etcd: "http://127.0.0.1:2379/health",
  "kube-apiserver": `https://127.0.0.1:${addresses.apiPort}/readyz`,
  "kube-controller-manager": "https://127.0.0.1:10257/healthz",
  "kube-scheduler": "https://127.0.0.1:10259/readyz",
  "kube-proxy": "http://127.0.0.1:10256/healthz",
  coredns: "http://127.0.0.1:8181/ready",
};

/** Gang scheduling (KEP-4671) is beta and off by default in 1.37; DRA extended resources and resize are always on. */
export const FEATURE_GATES = { GenericWorkload: "true" };

function etcd(lab: LabState): Flags {
  const { root } = labNames(lab.name);
  return {
    name: "karat",
    "data-dir": join(root, "etcd"),
    "listen-client-urls": "http://127.0.0.1:2379",
    "advertise-client-urls": "http://127.0.0.1:2379",
    "listen-peer-urls": "http://127.0.0.1:2380",
    "initial-advertise-peer-urls": "http://127.0.0.1:2380",
    "initial-cluster": "karat=http://127.0.0.1:2380",
    // A lab is made anew, never recovered: losing its last second to a power cut costs nothing.
    "unsafe-no-fsync": "true",
    "log-level": "warn",
  };
}

function apiServer(_lab: LabState, pki: Credentials): Flags {
  return {
    "advertise-address": addresses.controlPlane,
    "secure-port": String(addresses.apiPort),
    "etcd-servers": "http://127.0.0.1:2379",
    "service-cluster-ip-range": addresses.services,
    "allow-privileged": "true",
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "client-ca-file": pki.authority.cert,
    "tls-cert-file": pki.apiServer.cert,
    "tls-private-key-file": pki.apiServer.key,
    "kubelet-certificate-authority": pki.authority.cert,
    "kubelet-client-certificate": pki.apiServerToKubelet.cert,
    "kubelet-client-key": pki.apiServerToKubelet.key,
    // Node names resolve nowhere in the lab.
    "kubelet-preferred-address-types": "InternalIP",
    "service-account-issuer": `https://kubernetes.default.svc.${addresses.clusterDomain}`,
    "service-account-key-file": pki.serviceAccounts.publicKey,
    "service-account-signing-key-file": pki.serviceAccounts.key,
    "requestheader-client-ca-file": pki.frontProxyAuthority.cert,
    "requestheader-allowed-names": "front-proxy",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-username-headers": "X-Remote-User",
    "proxy-client-cert-file": pki.frontProxy.cert,
    "proxy-client-key-file": pki.frontProxy.key,
    "feature-gates": FEATURE_GATES,
    "runtime-config": { "scheduling.k8s.io/v1beta1": "true" },
  };
}

function controllerManager(lab: LabState, pki: Credentials): Flags {
  const kubeconfig = componentKubeconfig(labNames(lab.name), "kube-controller-manager");
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    // One instance each: without an election they start at once after a restart.
    "leader-elect": "false",
    "cluster-signing-cert-file": pki.authority.cert,
    "cluster-signing-key-file": pki.authority.key,
    "root-ca-file": pki.authority.cert,
    "service-account-private-key-file": pki.serviceAccounts.key,
    "use-service-account-credentials": "true",
    "feature-gates": FEATURE_GATES,
  };
}

function scheduler(lab: LabState): Flags {
  const kubeconfig = componentKubeconfig(labNames(lab.name), "kube-scheduler");
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "leader-elect": "false",
    "feature-gates": FEATURE_GATES,
  };
}

/** kube-proxy's flags, the same on nodes and beside the API server (which must reach webhooks behind Services). */
export function proxyFlags(lab: string, node: string): Flags {
  return {
    kubeconfig: componentKubeconfig(labNames(lab), "kube-proxy"),
    "proxy-mode": "nftables",
    "cluster-cidr": addresses.pods,
    "hostname-override": node,
    // 0 leaves the host's conntrack settings alone.
    "conntrack-max-per-core": "0",
    "conntrack-tcp-timeout-established": "0",
    "conntrack-tcp-timeout-close-wait": "0",
  };
}

function flagsOf(component: ControlPlaneComponent, lab: LabState, pki: Credentials): Flags {
  switch (component) {
    case "etcd":
      return etcd(lab);
    case "kube-apiserver":
      return apiServer(lab, pki);
    case "kube-controller-manager":
      return controllerManager(lab, pki);
    case "kube-scheduler":
      return scheduler(lab);
    case "kube-proxy":
      // It wants to be some node, and waits half a minute for one that doesn't exist.
      return proxyFlags(lab.name, lab.nodes[0]?.name ?? "control-plane");
    case "coredns":
      return { conf: corefile(labNames(lab.name)) };
  }
}

/** What runs a component of the control plane, with what faults changed about it. */
export function controlPlaneProcess(component: ControlPlaneComponent, lab: LabState, pki: Credentials): ProcessSpec {
  const names = labNames(lab.name);
  const changed = Object.values(lab.flags).map((byProcess) => byProcess[component] ?? {});
  return {
    name: component,
    lab: lab.name,
    cgroup: names.cgroup,
    network: names.network,
    command: binary(component),
    args: toArgs(mergeFlags(flagsOf(component, lab, pki), ...changed)),
  };
}

/** Makes the API server reachable from the host, on 127.0.0.1 only. */
export function relayProcess(lab: LabState): ProcessSpec {
  const names = labNames(lab.name);
  return {
    name: "relay",
    lab: lab.name,
    cgroup: names.cgroup,
    network: names.network,
    command: process.execPath,
    args: ["--max-semi-space-size=1", scriptPath("./relay.js", import.meta.url), addresses.controlPlane, String(addresses.apiPort)],
    listen: { host: "127.0.0.1", port: lab.port },
  };
}
