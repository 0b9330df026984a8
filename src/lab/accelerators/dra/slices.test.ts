import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../api-client.js";
import { personas } from "../personas/index.js";
import { testConfig } from "../testing.js";
import { type ResourceSlice, publish, sliceFor } from "./slices.js";

let wanted: ResourceSlice;
beforeEach(() => {
  wanted = sliceFor(personas.nvidia, testConfig("nvidia", "dra"), "node-uid");
});

/** An API server with these slices; notes the writes. */
function apiWith(...items: ResourceSlice[]) {
  const writes: string[] = [];
  const request = async (method: string, path: string): Promise<unknown> => {
    if (method === "GET") return { metadata: { resourceVersion: "10" }, items };
    writes.push(`${method} ${path.split("/").at(-1)}`);
    return { metadata: { resourceVersion: "11" } };
  };
  return { api: { request: request as <T>() => Promise<T> }, writes };
}

function served(slice: ResourceSlice, name = slice.metadata.name): ResourceSlice {
  return { ...structuredClone(slice), metadata: { ...slice.metadata, name, resourceVersion: "9" } };
}

describe("sliceFor", () => {
  it("publishes what the vendor's own driver does, owned by the node", () => {
    expect(wanted.metadata).toMatchObject({
      name: "node1-gpu.nvidia.com",
      ownerReferences: [{ kind: "Node", name: "node1", uid: "node-uid" }],
    });
    expect(wanted.spec).toMatchObject({ driver: "gpu.nvidia.com", nodeName: "node1", pool: { name: "node1" } });
    const [first] = wanted.spec.devices;
    expect(first).toMatchObject({ name: "gpu-0", capacity: { memory: { value: "81920Mi" } } });
    expect(first?.attributes).toMatchObject({
      type: { string: "gpu" },
      uuid: { string: expect.stringMatching(/^GPU-/) },
      driverVersion: { version: "580.95.5" },
      "resource.kubernetes.io/pciBusID": { string: "0000:17:00.0" },
    });
  });

  it("keeps personas apart", () => {
    const other = sliceFor(personas.generic, testConfig("generic", "dra"), "node-uid");
    expect(other.metadata.name).not.toBe(wanted.metadata.name);
    expect(other.spec.driver).toBe("gpu.karat.dev");
  });
});

describe("publish", () => {
  it("makes the slice, and leaves one that is right alone", async () => {
    const empty = apiWith();
    expect(await publish(empty.api, wanted)).toEqual({ resourceVersion: "11" });
    expect(empty.writes).toEqual(["POST resourceslices"]);
    const right = apiWith(served(wanted));
    expect(await publish(right.api, wanted)).toEqual({ resourceVersion: "10" });
    expect(right.writes).toEqual([]);
  });

  it("mends a changed slice and removes a stranger's under its own name", async () => {
    const changed = served(wanted);
    changed.spec.devices.pop();
    const { api, writes } = apiWith(changed, served(wanted, "old-name"));
    await publish(api, wanted);
    expect(writes).toEqual(["DELETE old-name", "PUT node1-gpu.nvidia.com"]);
  });

  it("lets other refusals through", async () => {
    const request = async (method: string): Promise<never> => {
      throw new ApiError(method, "/", 403, "forbidden");
    };
    await expect(publish({ request }, wanted)).rejects.toThrow("403 forbidden");
  });
});
