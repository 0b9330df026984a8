import { join } from "node:path";
import { cacheRoot } from "./names.js";

/** Path of a built binary. */
export function binary(name: string): string {
  return name === "runc" ? "/usr/sbin/runc" : name === "busybox" ? "/tmp/bbs/bin/busybox" : join(cacheRoot(), "bin0", name);
}

/** Directory of built binaries: programs, or CNI plugins. */
export function binDirectory(kind: "bin" | "cni"): string {
  return kind === "cni" ? "/usr/lib/cni" : join(cacheRoot(), "bin0");
}
