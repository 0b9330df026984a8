import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { binary } from "../binaries.js";
import { componentKubeconfig } from "../credentials.js";
import { durations } from "../durations.js";
import type { Fault } from "../fault.js";
import { toArgs } from "../flags.js";
import { health } from "../healthy.js";
import type { Lab } from "../lab.js";
import { logTail, start, stop } from "../process.js";
import { type Mutation, mutate, unmutate } from "./mechanism/admission.js";
import { gangPod, SCHEDULING_GROUP } from "./mechanism/gang-pod.js";

const SCHEDULER = "gang-scheduler";
const PORT = "10269";
/** Longer than anybody waits for a gang. */
const BACKOFF_SECONDS = 24 * 3600;

const mutation: Mutation = {
  name: "gang-scheduler",
  rule: { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] },
  patches: [
    `has(object.spec.${SCHEDULING_GROUP}) ? [JSONPatch{op: "add", path: "/spec/schedulerName", value: "${SCHEDULER}"}] : []`,
  ],
  sample: {
    path: "/api/v1/namespaces/default/pods",
    object: gangPod(),
    isMutated: ({ spec }) => spec["schedulerName"] === SCHEDULER,
  },
};

export const gangNeverReleased: Fault = {
  id: "F30",
  breaks: ["gang_scheduling"],
  what: "A gang that finds no room at first is never tried again, however much room there is later.",
  how: "Gangs go to a scheduler of their own, right but for its back-off after a first failure: a day.",
  async break(lab) {
    await startScheduler(lab);
    await mutate(lab, mutation);
  },
  async heal(lab) {
    await unmutate(lab, mutation);
    await stop(lab.names.name, SCHEDULER);
    await rm(configFile(lab), { force: true });
  },
};

async function startScheduler(lab: Lab): Promise<void> {
  const { names } = lab;
  const kubeconfig = componentKubeconfig(names, "kube-scheduler");
  const configuration = {
    apiVersion: "kubescheduler.config.k8s.io/v1",
    kind: "KubeSchedulerConfiguration",
    clientConnection: { kubeconfig },
    leaderElection: { leaderElect: false },
    podInitialBackoffSeconds: BACKOFF_SECONDS,
    podMaxBackoffSeconds: BACKOFF_SECONDS,
    profiles: [{ schedulerName: SCHEDULER }],
  };
  await writeFile(configFile(lab), stringify(configuration));
  await start({
    name: SCHEDULER,
    lab: names.name,
    cgroup: names.cgroup,
    network: names.network,
    command: binary("kube-scheduler"),
    args: toArgs({
      config: configFile(lab),
      "authentication-kubeconfig": kubeconfig,
      "authorization-kubeconfig": kubeconfig,
      "secure-port": PORT,
      // An idle scheduler would look into its back-off queue early.
      "feature-gates": { GenericWorkload: "true", SchedulerPopFromBackoffQ: "false" },
    }),
  });
  const [why] = await health(names.network, durations.controlPlane, [`https://127.0.0.1:${PORT}/readyz`]);
  if (why !== null) throw new Error(`${SCHEDULER} is not well (${why}): ${await logTail(names.name, SCHEDULER)}`);
}

function configFile(lab: Lab): string {
  return join(lab.names.root, `${SCHEDULER}.yaml`);
}
