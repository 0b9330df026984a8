import { type Requests, isStatus } from "../api-client.js";
import type { Persona } from "../persona.js";
import { slicesOf } from "./slices.js";

const PATH = "/apis/resource.k8s.io/v1/deviceclasses";

/** The persona's DeviceClass; it serves the extended resource too (KEP-5004). */
export async function ensureDeviceClass(api: Requests, persona: Persona): Promise<void> {
  const deviceClass = {
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceClass",
    metadata: { name: persona.driver },
    spec: {
      selectors: [{ cel: { expression: persona.deviceClassSelector } }],
      extendedResourceName: persona.resource,
    },
  };
  await api.request("POST", PATH, deviceClass).catch((error: unknown) => {
    if (!isStatus(error, 409)) throw error;
  });
}

/** Removes it with the last node that serves it: a class without devices would shadow a device plugin's resource. */
export async function removeUnusedDeviceClass(api: Requests, persona: Persona): Promise<void> {
  if ((await slicesOf(api, persona.driver)).items.length) return;
  await api.request("DELETE", `${PATH}/${persona.driver}`).catch((error: unknown) => {
    if (!isStatus(error, 404)) throw error;
  });
}
