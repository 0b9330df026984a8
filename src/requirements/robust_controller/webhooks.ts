import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import type { Observer } from "../../run/observer.js";
import type { Operator } from "../../run/operator.js";
import { Owned } from "./pods.js";

const WEBHOOKS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

/** What is read of a webhook (admissionregistration.k8s.io/v1 ValidatingWebhook). */
const Webhook = z.object({
  name: z.string().min(1),
  clientConfig: z.object({ service: z.object({ name: z.string(), namespace: z.string() }).optional() }),
  rules: z
    .array(
      z.object({ apiGroups: z.array(z.string()), operations: z.array(z.string()), resources: z.array(z.string()) }),
    )
    .default([]),
});
type Webhook = z.infer<typeof Webhook>;

const Configuration = z.object({ webhooks: z.array(Webhook).default([]) });

const ControllerPod = Owned.extend({
  metadata: Owned.shape.metadata.extend({
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
  }),
});
export type ControllerPod = z.infer<typeof ControllerPod>;

/** Where the pods behind a webhook's Service are found. */
export interface Backing {
  namespace: string;
  labelSelector: string;
}

/**
 * Notes the cluster's validating webhooks (`webhooks`) and, of those that bear one of the operator's names, the Services
 * (`service.<n>`) and the pods behind them (`controller.<n>`).
 * @returns where the operator's controller was found, if it was
 */
export async function findController(observer: Observer, operator: Operator): Promise<Backing | undefined> {
  const configurations = await observer.list("webhooks", WEBHOOKS);
  let found: Backing | undefined;
  for (const [at, { name, namespace }] of servicesOf(named(configurations, operator)).entries()) {
    const service = await observer.object(`service.${at}`, { apiVersion: "v1", kind: "Service", name, namespace });
    const selector = Object.entries(selectorOf(service) ?? {});
    if (selector.length === 0) continue;
    // As Kubernetes' list options take it.
    const labelSelector = selector.map(([label, value]) => `${label}=${value}`).join(",");
    const pods = await observer.list(`controller.${at}`, `/api/v1/namespaces/${namespace}/pods`, labelSelector);
    if (controllers(pods, operator).length > 0) found ??= { namespace, labelSelector };
  }
  return found;
}

/**
 * The names of the webhooks that guard the creation of this resource and are served by the operator's own pods, for a
 * judge. A webhook of that name which somebody else serves is none of the operator's.
 */
export function operatorWebhooks(
  facts: Facts,
  operator: Operator,
  guarded: { group: string; resource: string },
): string[] {
  const webhooks = named(facts.list("webhooks"), operator);
  const own = servicesOf(webhooks).filter((_, at) => isServed(facts, operator, at));
  return webhooks
    .filter(({ clientConfig, rules }) => {
      const { service } = clientConfig;
      return service && own.some((each) => isSame(each, service)) && rules.some((rule) => guards(rule, guarded));
    })
    .map(({ name }) => name);
}

/** Whether the Service that was noted under this number leads to the operator's own pods. */
function isServed(facts: Facts, operator: Operator, at: number): boolean {
  if (!facts.has(`controller.${at}`)) return false;
  const selector = Object.entries(selectorOf(facts.object(`service.${at}`)) ?? {});
  const selected = ({ metadata }: ControllerPod) => selector.every(([name, value]) => metadata.labels[name] === value);
  return selector.length > 0 && controllers(facts.list(`controller.${at}`), operator).some(selected);
}

/** Names of the facts that a statement about the operator's webhooks rests on. */
export function webhookEvidence(facts: Facts): string[] {
  return facts.names.filter((name) => name === "webhooks" || /^(service|controller)\.\d+$/.test(name));
}

/** Those among pods that bear the operator's labels. */
export function controllers(pods: readonly ApiObject[], { controller }: Operator): ControllerPod[] {
  return z
    .array(ControllerPod)
    .parse(pods)
    .filter(({ metadata }) =>
      controller.some(
        ({ labels, namespace }) =>
          (namespace === undefined || namespace === metadata.namespace) &&
          Object.entries(labels).every(([name, value]) => metadata.labels[name] === value),
      ),
    );
}

export function isReady({ metadata, status }: ControllerPod): boolean {
  const ready = status.conditions.some(({ type, status: held }) => type === "Ready" && held === "True");
  return ready && metadata.deletionTimestamp === undefined;
}

/** Group and plural from the REST path of a collection: /apis/GROUP/VERSION[/namespaces/NAME]/RESOURCE. */
export function guardedBy(path: string): { group: string; resource: string } {
  const parts = path.split("/");
  return { group: parts[1] === "apis" ? (parts[2] ?? "") : "", resource: parts.at(-1) ?? "" };
}

function named(configurations: readonly ApiObject[], { webhooks }: Operator): Webhook[] {
  return z
    .array(Configuration)
    .parse(configurations)
    .flatMap((configuration) => configuration.webhooks)
    .filter(({ name }) => webhooks.includes(name));
}

interface ServiceRef {
  name: string;
  namespace: string;
}

const isSame = (one: ServiceRef, other: ServiceRef): boolean =>
  one.name === other.name && one.namespace === other.namespace;

/** Each once, in their order. */
function servicesOf(webhooks: readonly Webhook[]): ServiceRef[] {
  const all = webhooks.flatMap(({ clientConfig }) => clientConfig.service ?? []);
  return all.filter((service, at) => all.findIndex((other) => isSame(other, service)) === at);
}

function guards(rule: Webhook["rules"][number], { group, resource }: { group: string; resource: string }): boolean {
  const has = (all: readonly string[], wanted: string): boolean => all.includes("*") || all.includes(wanted);
  return has(rule.apiGroups, group) && has(rule.resources, resource) && has(rule.operations, "CREATE");
}

/** Labels of the pods behind a Service; one that selects none has its endpoints from elsewhere. */
function selectorOf(service: ApiObject | null): Record<string, string> | undefined {
  return z.record(z.string(), z.string()).optional().parse(service?.["spec"]?.selector);
}
