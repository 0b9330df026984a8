import type { ApiObject } from "../../kube/index.js";

/** Ways in which Trainer can be wrong (see defects.ts). */
export const WEBHOOK_DOWN = "nothing answers for its webhooks, and that is ignored";
export const SCHEMA_ONLY = "its schema is stricter, and it has no validating webhooks";
export const NEVER_RECONCILES = "its role lacks what it takes to make a JobSet";

interface Rule {
  apiGroups?: string[];
  verbs: string[];
}

/** A port that the Service does not have: discard (RFC 863). */
const NOBODY = 9;

interface Webhook {
  failurePolicy?: string;
  clientConfig: { service: { port?: number } };
}

const changes: Readonly<Record<string, (object: ApiObject) => ApiObject[]>> = {
  [WEBHOOK_DOWN](object) {
    for (const webhook of (object["webhooks"] ?? []) as Webhook[]) {
      webhook.failurePolicy = "Ignore";
      // Another port also makes the API server let go of connections that it has.
      webhook.clientConfig.service.port = NOBODY;
    }
    return [object];
  },

  [SCHEMA_ONLY](object) {
    if (object.kind === "ValidatingWebhookConfiguration") return [];
    if (object.kind === "CustomResourceDefinition") restrictKinds(object);
    return [object];
  },

  [NEVER_RECONCILES](object) {
    if (object.kind !== "ClusterRole") return [object];
    const rules = (object["rules"] as Rule[]).map((rule) => {
      const makes = rule.apiGroups?.includes("jobset.x-k8s.io");
      return makes ? { ...rule, verbs: rule.verbs.filter((verb) => ["get", "list", "watch"].includes(verb)) } : rule;
    });
    return [{ ...object, rules }];
  },
};

/** The add-on's objects as they are with these defects. */
export function withDefects(objects: readonly ApiObject[], defects: ReadonlySet<string>): ApiObject[] {
  return [...defects].reduce<ApiObject[]>(
    (all, defect) => all.flatMap((object) => changes[defect]?.(object) ?? [object]),
    [...objects],
  );
}

/** Of a TrainJob's runtime only the two kinds that there are, as an enumeration says it. */
function restrictKinds(definition: ApiObject): void {
  const { versions, names } = definition["spec"] as {
    names: { kind: string };
    versions: { schema: { openAPIV3Schema: { properties: { spec: { properties: Record<string, Schema> } } } } }[];
  };
  if (names.kind !== "TrainJob") return;
  for (const { schema } of versions) {
    const kind = schema.openAPIV3Schema.properties.spec.properties["runtimeRef"]?.properties?.["kind"];
    if (kind) kind.enum = ["TrainingRuntime", "ClusterTrainingRuntime"];
  }
}

interface Schema {
  enum?: string[];
  properties?: Record<string, Schema>;
}
