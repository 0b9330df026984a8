/**
 * What a defective container runtime does to a container's OCI bundle before runc makes it. Run by the wrapper that
 * runtime.ts installs, as: node edit-bundle.mjs PLAN BUNDLE. A copy of this one file runs on the node, so it imports
 * nothing of ours.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Ways in which a runtime gives away accelerators. */
export type RuntimeDefect =
  /** To every container. */
  | "every-container"
  /** To whoever asks by environment variable, as the legacy NVIDIA runtime hook does. */
  | "environment"
  /** To whoever mounts /dev/null at a path of this name, as the same hook does with volume mounts. */
  | "volume-mounts"
  /** To all containers of a pod of which one was granted. */
  | "siblings"
  /** The device cgroup lets everybody open accelerators: whoever makes a device file can use it. */
  | "open-cgroup";

export interface AcceleratorFile {
  path: string;
  major: number;
  minor: number;
  /** What it is asked for by: slot, uuid, and "<driver>/<device>". */
  names: string[];
}

export interface Plan {
  defects: RuntimeDefect[];
  accelerators: AcceleratorFile[];
  /** Files that come with any accelerator. */
  control: AcceleratorFile[];
  /** Environment variables that name the accelerators a container wants. */
  variables: string[];
  /** Where the kubelet notes which devices it gave to which pod. */
  kubeletRoot: string;
}

/** The parts of an OCI runtime specification's config.json that are read or changed. */
export interface Bundle {
  annotations?: Record<string, string>;
  process?: { env?: string[] };
  mounts?: { destination: string; source?: string }[];
  linux?: {
    devices?: {
      path: string;
      type: string;
      major: number;
      minor: number;
      fileMode: number;
      uid: number;
      gid: number;
    }[];
    resources?: { devices?: { allow: boolean; type?: string; major?: number; minor?: number; access: string }[] };
  };
}

const MOUNT_ROOT = /^(?:\/var)?\/run\/nvidia-container-devices\//;

/** Changes the bundle in place. `grantedToPod` tells what the kubelet gave to a pod by its uid, in names. */
export function editBundle(bundle: Bundle, plan: Plan, grantedToPod: (uid: string) => string[]): void {
  const annotations = bundle.annotations ?? {};
  if (annotations["io.kubernetes.cri.container-type"] !== "container") return;
  const has = (defect: RuntimeDefect) => plan.defects.includes(defect);
  const wanted = new Set<AcceleratorFile>();
  const want = (names: string[]) => {
    for (const file of plan.accelerators) {
      if (names.includes("all") || names.some((name) => file.names.includes(name))) wanted.add(file);
    }
  };
  if (has("every-container")) want(["all"]);
  if (has("environment")) want(namesInEnvironment(bundle, plan.variables));
  if (has("volume-mounts")) want(namesInMounts(bundle));
  if (has("siblings")) want(grantedToPod(annotations["io.kubernetes.cri.sandbox-uid"] ?? ""));
  if (wanted.size) for (const file of [...wanted, ...plan.control]) addDevice(bundle, file);
  if (has("open-cgroup")) for (const file of [...plan.accelerators, ...plan.control]) allow(bundle, file, "rwm");
}

function namesInEnvironment(bundle: Bundle, variables: string[]): string[] {
  return (bundle.process?.env ?? []).flatMap((entry) => {
    const [name = "", value = ""] = entry.split("=", 2);
    return variables.includes(name) ? value.split(",") : [];
  });
}

function namesInMounts(bundle: Bundle): string[] {
  return (bundle.mounts ?? [])
    .filter(({ destination, source }) => source === "/dev/null" && MOUNT_ROOT.test(destination))
    .map(({ destination }) => destination.replace(MOUNT_ROOT, ""));
}

function addDevice(bundle: Bundle, file: AcceleratorFile): void {
  const linux = (bundle.linux ??= {});
  const devices = (linux.devices ??= []);
  if (!devices.some(({ path }) => path === file.path)) {
    devices.push({ path: file.path, type: "b", major: file.major, minor: file.minor, fileMode: 0o666, uid: 0, gid: 0 });
  }
  allow(bundle, file, "rw");
}

function allow(bundle: Bundle, file: AcceleratorFile, access: string): void {
  const linux = (bundle.linux ??= {});
  const resources = (linux.resources ??= {});
  (resources.devices ??= []).push({ allow: true, type: "b", major: file.major, minor: file.minor, access });
}

/** From the kubelet's own checkpoints: pkg/kubelet/cm/devicemanager/checkpoint and pkg/kubelet/cm/dra/state. */
export function kubeletGrants(kubeletRoot: string, uid: string): string[] {
  const plugin = checkpoint(join(kubeletRoot, "device-plugins", "kubelet_internal_checkpoint")) as
    | {
        Data?: { PodDeviceEntries?: { PodUID: string; DeviceIDs: Record<string, string[]> }[] };
      }
    | undefined;
  const byPlugin = (plugin?.Data?.PodDeviceEntries ?? [])
    .filter(({ PodUID }) => PodUID === uid)
    .flatMap(({ DeviceIDs }) => Object.values(DeviceIDs).flat());
  const dra = checkpoint(join(kubeletRoot, "dra_manager_state")) as { Data?: string } | undefined;
  const { ClaimInfoStateList = [] } = JSON.parse(dra?.Data ?? "{}") as {
    ClaimInfoStateList?: {
      PodUIDs: Record<string, object>;
      DriverState: Record<string, { Devices?: { DeviceName: string }[] }>;
    }[];
  };
  const byClaim = ClaimInfoStateList.filter(({ PodUIDs }) => uid in PodUIDs).flatMap(({ DriverState }) =>
    Object.entries(DriverState).flatMap(([driver, { Devices }]) =>
      (Devices ?? []).map(({ DeviceName }) => `${driver}/${DeviceName}`),
    ),
  );
  return [...byPlugin, ...byClaim];
}

function checkpoint(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function main(planFile: string, bundleFolder: string): void {
  const plan = JSON.parse(readFileSync(planFile, "utf8")) as Plan;
  const file = join(bundleFolder, "config.json");
  const bundle = JSON.parse(readFileSync(file, "utf8")) as Bundle;
  editBundle(bundle, plan, (uid) => kubeletGrants(plan.kubeletRoot, uid));
  writeFileSync(`${file}.new`, JSON.stringify(bundle));
  renameSync(`${file}.new`, file);
}

const [, script, planFile, bundleFolder] = process.argv;
if (script && planFile && bundleFolder && import.meta.url === pathToFileURL(script).href) main(planFile, bundleFolder);
