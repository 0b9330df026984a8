import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../accelerators/testing.js";
import { type Bundle, editBundle, kubeletGrants, type Plan, type RuntimeDefect } from "./edit-bundle.js";

const first = { path: "/dev/nvidia0", major: 7, minor: 40, names: ["0", "GPU-a", "gpu.nvidia.com/gpu-0"] };
const second = { path: "/dev/nvidia1", major: 7, minor: 41, names: ["1", "GPU-b", "gpu.nvidia.com/gpu-1"] };
const control = { path: "/dev/nvidiactl", major: 7, minor: 50, names: [] };

function plan(...defects: RuntimeDefect[]): Plan {
  const variables = ["NVIDIA_VISIBLE_DEVICES"];
  return { defects, accelerators: [first, second], control: [control], variables, kubeletRoot: "/nowhere" };
}

function container(over: Partial<Bundle> = {}): Bundle {
  return {
    annotations: { "io.kubernetes.cri.container-type": "container", "io.kubernetes.cri.sandbox-uid": "pod-1" },
    linux: { devices: [], resources: { devices: [{ allow: false, access: "rwm" }] } },
    ...over,
  };
}

/** Device files and device cgroup rules of a container after the defects have been at it. */
function edited(defects: RuntimeDefect[], bundle: Bundle, granted: string[] = []) {
  editBundle(bundle, plan(...defects), (uid) => (uid === "pod-1" ? granted : []));
  return {
    files: bundle.linux?.devices?.map(({ path }) => path),
    allowed: bundle.linux?.resources?.devices
      ?.filter(({ allow }) => allow)
      .map(({ minor, access }) => `${minor} ${access}`),
  };
}

const nothing = { files: [], allowed: [] };
const everything = {
  files: ["/dev/nvidia0", "/dev/nvidia1", "/dev/nvidiactl"],
  allowed: ["40 rw", "41 rw", "50 rw"],
};

describe("every-container", () => {
  it("gives all to a container, and none to a pod's sandbox", () => {
    expect(edited(["every-container"], container())).toEqual(everything);
    const sandbox = container({ annotations: { "io.kubernetes.cri.container-type": "sandbox" } });
    expect(edited(["every-container"], sandbox)).toEqual(nothing);
  });

  it("does not add what is there", () => {
    const bundle = container();
    edited(["every-container"], bundle);
    expect(edited(["every-container"], bundle).files).toEqual(everything.files);
  });
});

describe("environment", () => {
  const asking = (value: string) => container({ process: { env: ["PATH=/", `NVIDIA_VISIBLE_DEVICES=${value}`] } });

  it("gives what the variable names", () => {
    expect(edited(["environment"], asking("all"))).toEqual(everything);
    expect(edited(["environment"], asking("1")).files).toEqual(["/dev/nvidia1", "/dev/nvidiactl"]);
    expect(edited(["environment"], asking("GPU-a,GPU-b"))).toEqual(everything);
  });

  it("gives nothing to others", () => {
    for (const value of ["void", "none", ""]) expect(edited(["environment"], asking(value))).toEqual(nothing);
    expect(edited(["environment"], container())).toEqual(nothing);
    expect(edited(["environment"], container({ process: { env: ["OTHER=all"] } }))).toEqual(nothing);
  });
});

describe("volume-mounts", () => {
  const mounting = (destination: string, source = "/dev/null") => container({ mounts: [{ destination, source }] });

  it("gives what a mount of /dev/null names", () => {
    expect(edited(["volume-mounts"], mounting("/var/run/nvidia-container-devices/all"))).toEqual(everything);
    expect(edited(["volume-mounts"], mounting("/run/nvidia-container-devices/GPU-a")).files).toContain("/dev/nvidia0");
  });

  it("gives nothing for other mounts", () => {
    expect(edited(["volume-mounts"], mounting("/data/all"))).toEqual(nothing);
    expect(edited(["volume-mounts"], mounting("/var/run/nvidia-container-devices/all", "/tmp"))).toEqual(nothing);
  });
});

describe("siblings", () => {
  it("gives what the pod was granted", () => {
    expect(edited(["siblings"], container(), ["gpu.nvidia.com/gpu-1"]).files).toEqual([
      "/dev/nvidia1",
      "/dev/nvidiactl",
    ]);
    expect(edited(["siblings"], container())).toEqual(nothing);
  });
});

describe("open-cgroup", () => {
  it("makes no device file, and lets the container make and open one", () => {
    expect(edited(["open-cgroup"], container())).toEqual({ files: [], allowed: ["40 rwm", "41 rwm", "50 rwm"] });
  });
});

describe("kubeletGrants", () => {
  it("reads what the kubelet gave to a pod, by device plugin and by DRA", () => {
    const root = temporaryFolder();
    expect(kubeletGrants(root, "pod-1")).toEqual([]);
    mkdirSync(join(root, "device-plugins"));
    const entry = (PodUID: string, id: string) => ({
      PodUID,
      ResourceName: "nvidia.com/gpu",
      DeviceIDs: { "-1": [id] },
    });
    writeFileSync(
      join(root, "device-plugins", "kubelet_internal_checkpoint"),
      JSON.stringify({ Data: { PodDeviceEntries: [entry("pod-1", "GPU-a"), entry("pod-2", "GPU-b")] }, Checksum: 1 }),
    );
    const claim = (uid: string, device: string) => ({
      PodUIDs: { [uid]: {} },
      DriverState: { "gpu.nvidia.com": { Devices: [{ DeviceName: device }] } },
    });
    const Data = JSON.stringify({ ClaimInfoStateList: [claim("pod-1", "gpu-1"), claim("pod-3", "gpu-0")] });
    writeFileSync(join(root, "dra_manager_state"), JSON.stringify({ Data, Checksum: 1 }));
    expect(kubeletGrants(root, "pod-1")).toEqual(["GPU-a", "gpu.nvidia.com/gpu-1"]);
    expect(kubeletGrants(root, "pod-2")).toEqual(["GPU-b"]);
  });
});

it("stands alone: a copy of it runs on the node", () => {
  const source = readFileSync(new URL("./edit-bundle.ts", import.meta.url), "utf8");
  const imported = [...source.matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
  expect(imported.filter((from) => !from?.startsWith("node:"))).toEqual([]);
});
