import type { Component } from "../component.js";
import { kubernetes, KUBERNETES_VERSION } from "./kubernetes.js";

export const agnhost: Component = {
  name: "agnhost",
  version: KUBERNETES_VERSION,
  purpose: "the probe image's server and client; the one public image that checks need on a user's cluster",
  source: kubernetes("agnhost", "test/images/agnhost"),
  smoke: ["--version"],
  buildSeconds: 15,
  profile: "core",
};
