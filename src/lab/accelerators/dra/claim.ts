import { groupBy } from "../group-by.js";
import type { DriverConfig, Slot } from "../driver-config.js";
import { type Grant, grantedFiles } from "../grant.js";
import type { Persona } from "../persona.js";

/** The parts of a resource.k8s.io/v1 ResourceClaim that a driver reads. */
export interface ResourceClaim {
  metadata: { name: string; namespace: string; uid: string };
  status?: { allocation?: { devices?: { results?: AllocationResult[]; config?: AllocationConfig[] } } };
}

export interface AllocationResult {
  /** `<request>`, or `<request>/<subrequest>` where the claim listed alternatives. */
  request: string;
  driver: string;
  pool: string;
  device: string;
}

export interface AllocationConfig {
  source: "FromClass" | "FromClaim";
  /** Empty or absent: all requests. */
  requests?: string[];
  opaque?: { driver: string; parameters: unknown };
}

/** What one request of a claim was granted. */
export interface RequestGrant extends Grant {
  claim: string;
  request: string;
  devices: { pool: string; device: string }[];
}

/** An allocation that this driver cannot serve; the kubelet reports it in the pod's events and tries again. */
export class UnservableClaim extends Error {
  override name = "UnservableClaim";
}

/** The claim's requests that were allocated from this driver's pool, each with what its containers get. */
export function grantsOf(claim: ResourceClaim, persona: Persona, config: DriverConfig): RequestGrant[] {
  const devices = claim.status?.allocation?.devices;
  const mine = (devices?.results ?? []).filter(
    (result) => result.driver === persona.driver && result.pool === config.node,
  );
  const requests = groupBy(mine, (result) => result.request);
  return [...requests].map(([request, results]) => {
    const slots = results.map((result) => slotNamed(result.device, config));
    const name = withoutSubrequest(request);
    const parameters = configFor(request, devices?.config ?? [], persona.driver);
    return {
      claim: claim.metadata.uid,
      request: name,
      devices: results.map(({ pool, device }) => ({ pool, device })),
      files: grantedFiles(persona, config, slots),
      libraries: config.libraries,
      env: {
        ...persona.draEnv,
        [`KARAT_DEVICE_${envName(name)}_UUID`]: slots.map(({ identity }) => identity.uuid).join(","),
        ...(parameters === undefined ? {} : { [`KARAT_DEVICE_${envName(name)}_CONFIG`]: JSON.stringify(parameters) }),
      },
    };
  });
}

/** Parameters for a request: the claim's before the class's, and among those the last (API doc of DeviceClaimConfiguration). */
function configFor(request: string, configs: readonly AllocationConfig[], driver: string): unknown {
  const meant = configs.filter(
    ({ opaque, requests }) =>
      opaque?.driver === driver &&
      (!requests?.length || requests.includes(request) || requests.includes(withoutSubrequest(request))),
  );
  const chosen = meant.findLast(({ source }) => source === "FromClaim") ?? meant.at(-1);
  return chosen?.opaque?.parameters;
}

function slotNamed(device: string, config: DriverConfig): Slot {
  const slot = config.slots.find(({ name }) => name === device);
  if (!slot) throw new UnservableClaim(`node ${config.node} has no ${config.persona} accelerator named ${device}`);
  return slot;
}

function withoutSubrequest(request: string): string {
  return request.split("/", 1)[0] ?? request;
}

/** Request names are DNS labels; environment variables are in capitals. */
function envName(request: string): string {
  return request.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
}
