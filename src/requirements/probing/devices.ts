import type { ApiObject } from "../../record/facts.js";
import type { AcceleratorPool, Inventory } from "../../run/inventory.js";
import { servedVersion } from "./served.js";

/**
 * Makes the pod's first container ask for `count` devices of the pool: by its extended resource where it has one,
 * else through a ResourceClaimTemplate, which is returned and must exist before the pod.
 */
export function requestDevices(
  pod: ApiObject,
  count: number,
  { pool, inventory }: { pool: AcceleratorPool | undefined; inventory: Pick<Inventory, "apis"> },
): ApiObject | undefined {
  const container = pod["spec"].containers[0];
  if (pool?.resource !== undefined) {
    container.resources = { limits: { [pool.resource]: String(count) } };
    return undefined;
  }
  const version = servedVersion(
    inventory.apis,
    "resource.k8s.io",
    ["v1", "v1beta2", "v1beta1"],
    "resourceclaimtemplates",
  );
  if (pool?.deviceClass === undefined || version === undefined) {
    throw new Error(`the accelerators of ${pool?.node} have neither an extended resource nor a DeviceClass to ask by`);
  }
  const template = pod["metadata"].name as string;
  pod["spec"].resourceClaims = [{ name: "devices", resourceClaimTemplateName: template }];
  container.resources = { claims: [{ name: "devices" }] };
  const request = { deviceClassName: pool.deviceClass, allocationMode: "ExactCount", count };
  return {
    apiVersion: `resource.k8s.io/${version}`,
    kind: "ResourceClaimTemplate",
    metadata: { name: template },
    spec: {
      spec: {
        devices: {
          requests: [version === "v1beta1" ? { name: "device", ...request } : { name: "device", exactly: request }],
        },
      },
    },
  };
}
