import { type Component, type Profile, PROFILES } from "../component.js";
import { agnhost } from "./agnhost.js";
import { busybox } from "./busybox.js";
import { cniPlugins } from "./cni-plugins.js";
import { containerd } from "./containerd.js";
import { coredns } from "./coredns.js";
import { envoyGateway } from "./envoy-gateway.js";
import { envoy } from "./envoy.js";
import { etcd } from "./etcd.js";
import { glibc } from "./glibc.js";
import { helm } from "./helm.js";
import { jobset } from "./jobset.js";
import { karpenter } from "./karpenter.js";
import { kubeApiserver } from "./kube-apiserver.js";
import { kubeControllerManager } from "./kube-controller-manager.js";
import { kubeProxy } from "./kube-proxy.js";
import { kubeScheduler } from "./kube-scheduler.js";
import { kubectl } from "./kubectl.js";
import { kubelet } from "./kubelet.js";
import { metricsServer } from "./metrics-server.js";
import { prometheus } from "./prometheus.js";
import { runc } from "./runc.js";
import { trainer } from "./trainer.js";

/** Every part of the lab, in build order: what fails for want of a tool or a registry comes first. */
export const components: readonly Component[] = [
  busybox,
  runc,
  cniPlugins,
  etcd,
  containerd,
  coredns,
  kubeApiserver,
  kubeControllerManager,
  kubeScheduler,
  kubeProxy,
  kubelet,
  kubectl,
  agnhost,
  glibc,
  envoy,
  helm,
  metricsServer,
  jobset,
  trainer,
  karpenter,
  envoyGateway,
  prometheus,
];

/** What a profile needs: its own components and those of every profile before it. */
export function componentsOf(profile: Profile): Component[] {
  return components.filter((component) => PROFILES.indexOf(component.profile) <= PROFILES.indexOf(profile));
}

/** @throws when no component of that name is declared, which is a mistake in the lab itself */
export function componentOf(name: string): Component {
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no component ${name} is declared`);
  return found;
}
