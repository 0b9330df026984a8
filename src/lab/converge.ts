import { SYSTEM_NODE } from "./addon.js";
import { withKube } from "./addons/cluster.js";
import { buildAddOnImages, installAddOns } from "./addons/install.js";
import { Api } from "./api.js";
import { relayProcess, startComponents } from "./controlplane.js";
import { ensureCredentials } from "./credentials.js";
import { applyDns, writeCorefile } from "./dns.js";
import { durations, until } from "./durations.js";
import { restartWatcher } from "./elastic/index.js";
import { LabError } from "./error.js";
import { buildImages } from "./images/build.js";
import { type Lab, runningLab } from "./lab.js";
import { labNames } from "./names.js";
import { createNetworks } from "./network.js";
import { furnishNode, joinNode, namesOf } from "./node.js";
import { ensure } from "./process.js";
import { type Progress, timed } from "./progress.js";
import { type LabState, writeState } from "./state.js";

/** Whoever else listens on the port would be taken for the lab: the request carries the lab's own certificates. */
async function apiReady(lab: string, api: Api): Promise<void> {
  let last = "";
  await until(
    durations.controlPlane,
    async () => {
      const answer = await api.request("GET", "/readyz").catch((error: unknown) => void (last = String(error)));
      return answer?.status === 200 ? true : undefined;
    },
    () => new LabError(`the API server can't be reached from the host: ${last}`, `karat lab logs relay ${lab}`),
  );
}

/** The control plane, in its order of dependence. */
async function controlPlaneUp(lab: LabState): Promise<Api> {
  const names = labNames(lab.name);
  await ensureCredentials(names, lab.port);
  await writeCorefile(names);
  await startComponents(lab, ["etcd", "kube-apiserver"]);
  await ensure(relayProcess(lab));
  const api = await Api.from(names.kubeconfig);
  await apiReady(lab.name, api);
  await Promise.all([applyDns(api), startComponents(lab, ["kube-controller-manager", "kube-scheduler"])]);
  await startComponents(lab, ["coredns"]);
  return api;
}

/** Makes the lab what its state says: all of it at first, what is missing or different later (idempotent). */
export async function converge(lab: LabState, progress: Progress): Promise<Lab> {
  writeState(lab);
  const images = await timed(progress, "images", buildImages);
  const addOnImages = lab.profile === "full" ? await timed(progress, "images of add-ons", buildAddOnImages) : [];
  await createNetworks(labNames(lab.name), lab.nodes.map((node) => namesOf(lab, node))); // prettier-ignore
  const [api] = await Promise.all([
    timed(progress, "control plane", () => controlPlaneUp(lab)),
    ...lab.nodes.map((node) =>
      timed(progress, `${node.name}: namespaces, containerd, images`, () =>
        furnishNode(lab, node, node.name === SYSTEM_NODE ? [...images, ...addOnImages] : images),
      ),
    ),
  ]);
  const joined = lab.nodes.map((node) =>
    timed(progress, `${node.name}: kubelet, kube-proxy, accelerators`, () => joinNode(lab, node, api)),
  );
  await Promise.all(joined);
  await timed(progress, "Services from the control plane", () => startComponents(lab, ["kube-proxy"]));
  if (lab.profile === "full") {
    await restartWatcher(lab.name);
    await withKube(lab, (kube) => installAddOns({ lab, kube }, progress));
  }
  return runningLab(lab, api);
}
