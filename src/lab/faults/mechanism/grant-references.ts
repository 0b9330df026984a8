/**
 * Run as: node grant-references.js KUBECONFIG. Makes a ReferenceGrant wherever an HTTPRoute names a backend in another
 * namespace, as a platform does that takes grants for a formality.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient, isStatus } from "../../accelerators/api-client.js";
import { durations } from "../../durations.js";

const GROUP = "gateway.networking.k8s.io";

interface Route {
  metadata: { name: string; namespace: string };
  spec: { rules?: { backendRefs?: { namespace?: string }[] }[] };
}

async function grantAll(api: ApiClient): Promise<void> {
  const path = `/apis/${GROUP}/v1/httproutes`;
  const { metadata, items } = await api.request<{ metadata: { resourceVersion: string }; items: Route[] }>("GET", path);
  for (const route of items) await grant(api, route);
  process.stdout.write(`watching from ${metadata.resourceVersion} on\n`);
  for await (const { type, object } of api.watch<Route>(path, metadata.resourceVersion, new AbortController().signal)) {
    if (type === "ADDED" || type === "MODIFIED") await grant(api, object);
    if (type === "ERROR") return;
  }
}

async function grant(api: ApiClient, { metadata, spec }: Route): Promise<void> {
  const refs = (spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
  const others = new Set(refs.flatMap(({ namespace }) => namespace ?? []));
  others.delete(metadata.namespace);
  for (const namespace of others) {
    const body = {
      apiVersion: `${GROUP}/v1beta1`,
      kind: "ReferenceGrant",
      metadata: { name: `granted-${metadata.name}` },
      spec: {
        from: [{ group: GROUP, kind: "HTTPRoute", namespace: metadata.namespace }],
        to: [{ group: "", kind: "Service" }],
      },
    };
    // There already, or its namespace is not there yet or any more.
    await api
      .request("POST", `/apis/${GROUP}/v1beta1/namespaces/${namespace}/referencegrants`, body)
      .catch((error: unknown) => {
        if (![403, 404, 409].some((status) => isStatus(error, status))) throw error;
      });
  }
}

const api = new ApiClient(process.argv[2] as string);
for (;;) {
  await grantAll(api).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  await sleep(durations.driverRetry * 1000);
}
