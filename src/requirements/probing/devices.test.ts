import { expect, it } from "vitest";
import type { AcceleratorPool } from "../../run/inventory.js";
import { requestDevices } from "./devices.js";

const pool: AcceleratorPool = { node: "n", access: "dra", vendor: "v", deviceClass: "gpu.x", devices: [], free: 0 };
const pod = () => ({ metadata: { name: "p" }, spec: { containers: [{ resources: {} }] } as Record<string, any> });
const apis = (version: string) => ({ apis: { [`resource.k8s.io/${version}`]: ["resourceclaimtemplates"] } });

it("asks by the extended resource where there is one", () => {
  const asking = pod();
  expect(requestDevices(asking, 2, { pool: { ...pool, resource: "x/gpu" }, inventory: apis("v1") })).toBeUndefined();
  expect(asking.spec["containers"][0].resources).toEqual({ limits: { "x/gpu": "2" } });
});

it("asks by a claim template where there is none", () => {
  const asking = pod();
  const claim = requestDevices(asking, 2, { pool, inventory: apis("v1") });
  const exactly = { deviceClassName: "gpu.x", allocationMode: "ExactCount", count: 2 };
  expect(claim?.["spec"].spec.devices.requests).toEqual([{ name: "device", exactly }]);
  expect(asking.spec).toMatchObject({
    resourceClaims: [{ name: "devices", resourceClaimTemplateName: "p" }],
    containers: [{ resources: { claims: [{ name: "devices" }] } }],
  });
});

it("writes the request flat for v1beta1", () => {
  const claim = requestDevices(pod(), 1, { pool, inventory: apis("v1beta1") });
  expect(claim?.["spec"].spec.devices.requests[0]).toMatchObject({ deviceClassName: "gpu.x", count: 1 });
});

it("says what lacks where there is no way to ask", () => {
  expect(() => requestDevices(pod(), 1, { pool, inventory: { apis: {} } })).toThrow(/neither an extended resource/);
});
