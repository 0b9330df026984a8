import { connect, type ApiObject, type Kube } from "../../src/kube/index.js";

/**
 * Makes a lab look large: so many nodes that are objects only, as KWOK makes them, each like one that is real, with the
 * ResourceSlices of it. Nothing runs on them; the node controller finds out after 40 s.
 */
export async function crowd(kubeconfig: string, nodes: number): Promise<void> {
  const kube = connect({ kubeconfig });
  try {
    const models = (await kube.list("/api/v1/nodes")).items;
    const slices = (await kube.list("/apis/resource.k8s.io/v1/resourceslices")).items;
    const names = Array.from({ length: nodes }, (_, position) => `crowd-${position}`);
    const next = names.entries();
    const worker = async (): Promise<void> => {
      for (const [position, name] of next) {
        const model = models[position % models.length];
        if (model) await copy(kube, model, slices, name);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  } finally {
    await kube.close();
  }
}

async function copy(kube: Kube, model: ApiObject, slices: readonly ApiObject[], name: string): Promise<void> {
  const original = model.metadata?.name;
  const labels = { ...model.metadata?.labels, "kubernetes.io/hostname": name };
  const node = { apiVersion: "v1", kind: "Node", metadata: { name, labels }, spec: { podCIDR: undefined } };
  await must(kube.create(node));
  const now = new Date().toISOString();
  const status = structuredClone(model["status"]) as { conditions?: { lastHeartbeatTime?: string }[] };
  for (const condition of status.conditions ?? []) condition.lastHeartbeatTime = now;
  const contentType = "application/merge-patch+json";
  await must(kube.patch({ apiVersion: "v1", kind: "Node", name }, { status }, { contentType, subresource: "status" }));
  for (const slice of slices) {
    const spec = slice["spec"] as { nodeName?: string; pool: object };
    if (spec.nodeName !== original) continue;
    await must(
      kube.create({
        apiVersion: String(slice.apiVersion),
        kind: "ResourceSlice",
        metadata: { name: `${name}-slice` },
        spec: { ...spec, nodeName: name, pool: { ...spec.pool, name } },
      }),
    );
  }
}

async function must(answer: ReturnType<Kube["create"]>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body["message"])}`);
}
