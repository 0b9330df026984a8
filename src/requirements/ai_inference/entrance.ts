import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { INFERENCE } from "../../run/durations.js";
import type { Expect } from "../../run/expect.js";
import type { Observer } from "../../run/observer.js";
import { conditionOf, inWords } from "./conditions.js";
import { API } from "./gateway-class.js";

/** Labels by which the Service of a Gateway is found: GEP-1762's, and Envoy Gateway's own. */
const OWNERS = ["gateway.networking.k8s.io/gateway-name", "gateway.envoyproxy.io/owning-gateway-name"];

const Entrance = z.object({
  /** IP address or name of a host. */
  address: z.string().min(1),
  port: z.int(),
  /** Seconds within which it must answer. */
  within: z.number(),
});
/** Where requests to a Gateway go. */
export type Entrance = z.infer<typeof Entrance>;

const Addresses = z.object({
  addresses: z.array(z.object({ type: z.string().default("IPAddress"), value: z.string().min(1) })).optional(),
});
const Service = z.object({ spec: z.object({ clusterIP: z.string().optional() }) });

/**
 * The Gateway's own address where its status has one, else that of the Service that the implementation made for it:
 * without a load balancer some can never give it one. Undefined when there is neither.
 */
export function entranceOf(
  gateway: ApiObject | null,
  services: readonly ApiObject[],
  port: number,
): Entrance | undefined {
  const given = Addresses.safeParse(gateway?.["status"]).data?.addresses ?? [];
  const inside = services
    .flatMap((service) => Service.parse(service).spec.clusterIP ?? [])
    .filter((ip) => ip !== "None");
  const address = given.find(({ type }) => type === "IPAddress" || type === "Hostname")?.value ?? inside[0];
  if (address === undefined) return undefined;
  return { address, port, within: inside.includes(address) ? INFERENCE.serves : INFERENCE.servesFromOutside };
}

/** Waits until a created Gateway is ready, and finds where to ask it; notes `gateway`, `services.…` and `entrance`. */
export async function findEntrance(observer: Observer, name: string, port: number): Promise<Entrance | undefined> {
  const ref = { apiVersion: API, kind: "Gateway", name };
  const gateway = await observer.until("gateway", ref, INFERENCE.programmed, isProgrammed);
  const services: ApiObject[] = [];
  for (const [at, label] of OWNERS.entries()) {
    services.push(...(await observer.list(`services.${at}`, `/api/v1/services?labelSelector=${label}%3D${name}`)));
  }
  const entrance = entranceOf(gateway, services, port);
  observer.value("entrance", { found: entrance ?? null });
  return entrance;
}

/** Holds that the Gateway has an address at all; what is served there is another question. @returns whether it has */
export function expectEntrance(facts: Facts, expect: Expect): boolean {
  const gateway = facts.object("gateway");
  const { found } = z.object({ found: Entrance.nullable() }).parse(facts.value("entrance"));
  expect("a Gateway of that class can be asked somewhere", {
    held: found !== null,
    expected: "an address in its status, or a Service",
    seen: found ? `${found.address}:${found.port}` : `neither; ${inWords(gateway, "Programmed")}`,
    evidence: ["gateway", "entrance"],
  });
  return found !== null;
}

function isProgrammed(gateway: ApiObject | null): boolean {
  return conditionOf(gateway?.["status"], "Programmed")?.status === "True";
}
