import type { Component } from "../component.js";
import { agnhost } from "./agnhost.js";
import { busybox } from "./busybox.js";
import { cniPlugins } from "./cni-plugins.js";
import { containerd } from "./containerd.js";
import { coredns } from "./coredns.js";
import { etcd } from "./etcd.js";
import { kubeApiserver } from "./kube-apiserver.js";
import { kubeControllerManager } from "./kube-controller-manager.js";
import { kubeProxy } from "./kube-proxy.js";
import { kubeScheduler } from "./kube-scheduler.js";
import { kubectl } from "./kubectl.js";
import { kubelet } from "./kubelet.js";
import { runc } from "./runc.js";

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
];

/** @throws when no component of that name is declared, which is a mistake in the lab itself */
export function componentOf(name: string): Component {
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no component ${name} is declared`);
  return found;
}
