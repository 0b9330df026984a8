import type { Source } from "../component.js";

export const KUBERNETES_VERSION = "1.37.2";

const STAMP = "k8s.io/component-base/version";
const [major, minor] = KUBERNETES_VERSION.split(".");

/** A command of the Kubernetes module, stamped with the version that its `--version` and the API then tell. */
export function kubernetes(command: string, path = `cmd/${command}`): Source {
  const stamps = { gitVersion: `v${KUBERNETES_VERSION}`, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  return {
    from: "go",
    module: "kubernetes",
    packages: { [command]: `k8s.io/kubernetes/${path}` },
    ldflags: ["-s -w", ...Object.entries(stamps).map(([name, value]) => `-X ${STAMP}.${name}=${value}`)].join(" "),
  };
}

/** Gang scheduling (KEP-4671) is beta and off by default in 1.37; DRA extended resources and resize are always on. */
export const FEATURE_GATES = { GenericWorkload: "true" };
