import { version } from "../../version.js";

/** What checks run in pods of the lab: a shell, small tools, and agnhost as /agnhost. */
export const PROBE_IMAGE = `karat.dev/probe:${version}`;
/** Holds a pod's namespaces. */
export const PAUSE_IMAGE = `karat.dev/pause:${version}`;
