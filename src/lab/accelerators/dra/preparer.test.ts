import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DriverConfig } from "../driver-config.js";
import { writeJson } from "../files.js";
import { personas } from "../personas/index.js";
import { testConfig } from "../testing.js";
import type { CdiSpec } from "./cdi.js";
import type { AllocationConfig, AllocationResult, ResourceClaim } from "./claim.js";
import { type ClaimReference, Preparer } from "./preparer.js";

const persona = personas.nvidia;
const NAMESPACE = "ns";

function allocated(request: string, device: string, driver = persona.driver): AllocationResult {
  return { request, driver, pool: "node1", device };
}

function claim(uid: string, results: AllocationResult[], config: AllocationConfig[] = []): ResourceClaim {
  return {
    metadata: { name: `claim-${uid}`, namespace: NAMESPACE, uid },
    status: { allocation: { devices: { results, config } } },
  };
}

/** A driver on an API server that has just these claims. */
function driverFor(config: DriverConfig, ...claims: ResourceClaim[]) {
  const preparer = new Preparer(persona, config, async ({ name }) => {
    const found = claims.find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`no claim ${name}`);
    return found;
  });
  return { preparer, references: claims.map(({ metadata }) => metadata) };
}

function cdiSpec(config: DriverConfig, uid: string): CdiSpec {
  return JSON.parse(readFileSync(join(config.cdi, `k8s.gpu.nvidia.com-claim_${uid}.json`), "utf8")) as CdiSpec;
}

function filesOf(spec: CdiSpec, device: string): [string, number][] {
  const edits = spec.devices.find(({ name }) => name === device)?.containerEdits;
  return edits?.deviceNodes.map(({ path, minor }) => [path, minor]) ?? [];
}

function envOf(spec: CdiSpec, device: string): string[] {
  return spec.devices.find(({ name }) => name === device)?.containerEdits.env ?? [];
}

describe("prepare", () => {
  it("writes one CDI file a claim, with one device a request", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, claim("u1", [allocated("a", "gpu-0"), allocated("b", "gpu-1")]));
    const answer = await preparer.prepare(references);
    expect(answer).toEqual({
      u1: {
        devices: [
          {
            request_names: ["a"],
            pool_name: "node1",
            device_name: "gpu-0",
            cdi_device_ids: ["k8s.gpu.nvidia.com/claim=u1-a"],
          },
          {
            request_names: ["b"],
            pool_name: "node1",
            device_name: "gpu-1",
            cdi_device_ids: ["k8s.gpu.nvidia.com/claim=u1-b"],
          },
        ],
      },
    });
    const spec = cdiSpec(config, "u1");
    expect(spec.kind).toBe("k8s.gpu.nvidia.com/claim");
    expect(filesOf(spec, "u1-a")).toEqual([
      ["/dev/nvidia0", 40],
      ["/dev/nvidiactl", 50],
    ]);
    expect(filesOf(spec, "u1-b")).toEqual([
      ["/dev/nvidia1", 41],
      ["/dev/nvidiactl", 50],
    ]);
    expect(envOf(spec, "u1-a")).toEqual([
      "NVIDIA_VISIBLE_DEVICES=void",
      `KARAT_DEVICE_A_UUID=${config.slots[0]?.identity.uuid}`,
    ]);
  });

  it("injects a request of two devices once", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, claim("u1", [allocated("a", "gpu-0"), allocated("a", "gpu-1")]));
    const { u1 } = await preparer.prepare(references);
    const ids = u1 && "devices" in u1 ? u1.devices.map(({ cdi_device_ids }) => cdi_device_ids) : [];
    expect(ids).toEqual([["k8s.gpu.nvidia.com/claim=u1-a"], []]);
    expect(filesOf(cdiSpec(config, "u1"), "u1-a").map(([path]) => path)).toEqual([
      "/dev/nvidia0",
      "/dev/nvidia1",
      "/dev/nvidiactl",
    ]);
  });

  it("names a subrequest's parent to the kubelet, and serves only its own driver's results", async () => {
    const config = testConfig("nvidia", "dra");
    const results = [allocated("a/big", "gpu-1"), allocated("other", "x", "other.example")];
    const { preparer, references } = driverFor(config, claim("u1", results));
    const { u1 } = await preparer.prepare(references);
    expect(u1).toMatchObject({ devices: [{ request_names: ["a"], device_name: "gpu-1" }] });
    expect(cdiSpec(config, "u1").devices).toHaveLength(1);
  });

  it("brings configuration to the requests it is for, the claim's before the class's", async () => {
    const config = testConfig("nvidia", "dra");
    const opaque = (mode: string) => ({ driver: persona.driver, parameters: { mode } });
    const { preparer, references } = driverFor(
      config,
      claim(
        "u1",
        [allocated("a", "gpu-0"), allocated("b", "gpu-1")],
        [
          { source: "FromClaim", requests: ["a"], opaque: opaque("claim") },
          { source: "FromClass", requests: [], opaque: opaque("class") },
          { source: "FromClaim", opaque: { driver: "other.example", parameters: { mode: "stranger" } } },
        ],
      ),
    );
    await preparer.prepare(references);
    const spec = cdiSpec(config, "u1");
    expect(envOf(spec, "u1-a")).toContain('KARAT_DEVICE_A_CONFIG={"mode":"claim"}');
    expect(envOf(spec, "u1-b")).toContain('KARAT_DEVICE_B_CONFIG={"mode":"class"}');
  });

  it("reports what it cannot serve for that claim alone", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(
      config,
      claim("good", [allocated("a", "gpu-0")]),
      claim("missing", [allocated("a", "gpu-7")]),
      claim("empty", []),
    );
    const [good, missing, empty] = references as [ClaimReference, ClaimReference, ClaimReference];
    const again = { ...good, uid: "another" };
    const answer = await preparer.prepare([good, missing, empty, again]);
    expect(answer["good"]).toHaveProperty("devices");
    expect(answer["missing"]).toEqual({ error: expect.stringContaining("gpu-7") });
    expect(answer["empty"]).toEqual({ error: expect.stringContaining("nothing allocated") });
    expect(answer["another"]).toEqual({ error: expect.stringContaining("uid good") });
  });
});

describe("restart", () => {
  it("answers for prepared claims without the API, restores lost CDI files and drops strangers' remains", async () => {
    const config = testConfig("nvidia", "dra");
    const before = driverFor(config, claim("u1", [allocated("a", "gpu-0")]));
    const first = await before.preparer.prepare(before.references);
    rmSync(config.cdi, { recursive: true });
    writeJson(join(config.cdi, "k8s.gpu.nvidia.com-claim_orphan.json"), {});
    writeJson(join(config.cdi, "k8s.gpu.karat.dev-claim_u9.json"), {});
    const after = driverFor(config);
    expect(readdirSync(config.cdi).sort()).toEqual([
      "k8s.gpu.karat.dev-claim_u9.json",
      "k8s.gpu.nvidia.com-claim_u1.json",
    ]);
    expect(await after.preparer.prepare(before.references)).toEqual(first);
  });
});

it("answers for claims that a driver without libraries prepared", () => {
  const config = testConfig("nvidia", "dra");
  const grant = { claim: "u1", request: "a", env: {}, files: [], devices: [] };
  writeJson(config.paths.checkpoint, { u1: [grant] });
  driverFor(config);
  expect(cdiSpec(config, "u1").devices[0]?.containerEdits.mounts).toEqual([]);
});

describe("unprepare", () => {
  it("takes the file away, and is content with a claim that it never saw", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, claim("u1", [allocated("a", "gpu-0")]));
    await preparer.prepare(references);
    const both = [...references, { namespace: NAMESPACE, name: "never", uid: "never" }];
    expect(preparer.unprepare(both)).toEqual({ u1: {}, never: {} });
    expect(preparer.unprepare(both)).toEqual({ u1: {}, never: {} });
    expect(readdirSync(config.cdi)).toEqual([]);
    expect(readFileSync(config.paths.checkpoint, "utf8")).toBe("{}\n");
  });
});

describe("defects", () => {
  const claims = [claim("u1", [allocated("a", "gpu-0"), allocated("b", "gpu-1")])] as const;

  it("act from one preparation to the next", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, ...claims);
    writeJson(config.paths.switches, { allocateSame: true });
    await preparer.prepare(references);
    const spec = cdiSpec(config, "u1");
    expect(filesOf(spec, "u1-b")).toEqual([
      ["/dev/nvidia1", 40],
      ["/dev/nvidiactl", 50],
    ]);
    preparer.unprepare(references);
    rmSync(config.paths.switches);
    await preparer.prepare(references);
    expect(filesOf(cdiSpec(config, "u1"), "u1-b")[0]).toEqual(["/dev/nvidia1", 41]);
  });

  it("leak all accelerators to the granted", async () => {
    const config = testConfig("nvidia", "dra", 3);
    const { preparer, references } = driverFor(config, ...claims);
    writeJson(config.paths.switches, { leakAllToGranted: true });
    await preparer.prepare(references);
    expect(filesOf(cdiSpec(config, "u1"), "u1-a").map(([, minor]) => minor)).toEqual([40, 50, 41, 42]);
  });

  it("keep the driver's library from containers", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, ...claims);
    const mounts = () => cdiSpec(config, "u1").devices.map(({ containerEdits }) => containerEdits.mounts);
    await preparer.prepare(references);
    const library = {
      containerPath: "/usr/lib64/libcuda.so.1",
      hostPath: "/devices/library",
      options: ["ro", "nosuid", "nodev", "bind"],
    };
    expect(mounts()).toEqual([[library], [library]]);
    preparer.unprepare(references);
    writeJson(config.paths.switches, { withoutLibraries: true });
    await preparer.prepare(references);
    expect(mounts()).toEqual([[], []]);
  });

  it("swap what the requests were granted", async () => {
    const config = testConfig("nvidia", "dra");
    const { preparer, references } = driverFor(config, ...claims);
    writeJson(config.paths.switches, { swapContainers: true });
    await preparer.prepare(references);
    const spec = cdiSpec(config, "u1");
    expect(filesOf(spec, "u1-a")[0]).toEqual(["/dev/nvidia1", 41]);
    expect(filesOf(spec, "u1-b")[0]).toEqual(["/dev/nvidia0", 40]);
    expect(envOf(spec, "u1-a")[1]).toContain("KARAT_DEVICE_B_UUID=");
  });
});
