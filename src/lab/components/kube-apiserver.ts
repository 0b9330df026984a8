import { addresses } from "../addresses.js";
import type { Component } from "../component.js";
import { FEATURE_GATES, kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const kubeApiserver: Component = {
  name: "kube-apiserver",
  version: KUBERNETES_VERSION,
  purpose: "the Kubernetes API",
  source: kubernetes("kube-apiserver"),
  smoke: ["--version"],
  buildSeconds: 190,
  profile: "core",
  controlPlane: {
    flags: ({ pki }) => ({
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
    }),
    health: `https://127.0.0.1:${addresses.apiPort}/readyz`,
  },
};
