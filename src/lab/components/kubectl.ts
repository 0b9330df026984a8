import type { Component } from "../component.js";
import { kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const kubectl: Component = {
  name: "kubectl",
  version: KUBERNETES_VERSION,
  purpose: "for people: `karat lab shell` finds it on its path",
  source: kubernetes("kubectl"),
  smoke: ["version", "--client"],
  buildSeconds: 15,
  profile: "core",
};
