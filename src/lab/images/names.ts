import { version } from "../../version.js";

/** What checks run in pods of the lab: a shell, small tools, and agnhost as /agnhost. */
export const PROBE_IMAGE = `karat.dev/probe:${version}`;
/** Holds a pod's namespaces. */
export const PAUSE_IMAGE = `karat.dev/pause:${version}`;

/** The public image that it stands in for: checks ask for that unless told otherwise, and a lab reaches no registry. */
export const PUBLIC_PROBE_IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.66.1";
