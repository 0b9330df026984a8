/** One long-lived process of a lab. It outlives the CLI and is found again by its cgroup. */
export interface ProcessSpec {
  /** Unique in the lab, e.g. "node1-kubelet". Names its pid file and its log, <logs>/<name>.log. */
  name: string;
  lab: string;
  /** cgroup path below each controller's root, e.g. "karat/<lab>/node1". */
  cgroup: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Network namespace by name; the host's when absent. */
  network?: string;
  /** Holder pid whose mount and UTS namespaces it enters; the host's when absent. */
  namespacesOf?: number;
}

/** Starts it detached; a process of that name that still lives is left alone (idempotent). */
export async function start(_spec: ProcessSpec): Promise<{ pid: number; started: boolean }> {
  throw new Error("not written yet");
}

/** SIGTERM, then SIGKILL after `graceSeconds`; pids are checked against their start time, so a reused pid is safe. */
export async function stop(_lab: string, _name: string, _graceSeconds?: number): Promise<void> {
  throw new Error("not written yet");
}

export async function running(_lab: string, _name: string): Promise<number | undefined> {
  throw new Error("not written yet");
}
