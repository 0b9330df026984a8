/** Every duration of the lab, in seconds, with its reason. */
export const durations = {
  /** Between two looks at something that starts or ends: well below what a person notices. */
  poll: 0.05,
  /** Joining cgroups and namespaces is a few system calls; a loaded machine may take a while to schedule them. */
  spawn: 15,
  /** Kubernetes components flush and leave within a few seconds of SIGTERM. */
  grace: 10,
  /** For a process whose clients wait for the next one. */
  brief: 1,
  /** A killed process is gone at once, unless it waits for a disk. */
  kill: 20,
  /** The kernel frees a cgroup a moment after its last process. */
  cgroup: 10,
  /** A component to say that it is well: the API server takes 5 s on two idle cores, many times that beside builds. */
  controlPlane: 120,
  /** One round of health questions: between two, it is seen whether the process lives. */
  healthRound: 5,
  /** containerd answers within 2 s; its first start makes its databases. */
  containerd: 30,
  /** Kubelet start to Node Ready: 10 s on two idle cores. */
  nodeReady: 120,
  /** An add-on's pods start, make certificates for their webhooks and are asked for health: 10 to 30 s on idle cores. */
  addOn: 240,
  /** A driver registers within a second or two of the kubelet being up. */
  accelerators: 60,
  /** Between two looks of a driver at its devices and the kubelet's socket: a stat and a small read each. */
  driverPoll: 2,
  /** Between two looks of an exporter at its devices: DCGM's own default, and a few small reads each. */
  exporterLook: 1,
  /** Before a driver tries again what failed: the API server or the kubelet may be starting. */
  driverRetry: 1,
  /** The API server ends a driver's watch after this, so that it lists again now and then whatever went wrong. */
  driverWatch: 240,
  /** A peer that vanished without a word is found by TCP after a few of these. */
  keepAlive: 30,
  /** An admission policy acts within a second or two of being written. */
  admission: 30,
  /** A hollow node's heartbeat: as often as a kubelet's here. */
  hollowHeartbeat: 5,
  /** How long a hollow node lets a pod seem to run. */
  hollowRun: 2,
  /** One request to the API server. */
  request: 10,
  /** Requests that may be sent twice, to an API server that is finding its etcd again. */
  insist: 60,
  /** Small host commands: ip, losetup, mount. */
  command: 30,
  /** Unpacking a 100 MB image into a node on a slow disk. */
  image: 180,
  /** Debian's package lists and one package over a slow line. */
  packages: 300,
  /** One year: longer than any lab lives. */
  certificate: 365 * 24 * 3600,
} as const;

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/**
 * Asks until the answer is not undefined.
 * @throws what `late` says, once `seconds` have passed
 */
export async function until<T>(
  seconds: number,
  ask: () => Promise<T | undefined>,
  late: () => Promise<Error> | Error,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw await late();
    await sleep(durations.poll);
  }
}
