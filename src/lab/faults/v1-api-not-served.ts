import { durations, until } from "../durations.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { stop } from "../process.js";
import { restartKubelet } from "./mechanism/settled.js";

const ID = "F01";
const BINDING = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/karat:nodes-by-role";

export const v1ApiNotServed: Fault = {
  id: ID,
  breaks: ["dra_support"],
  alone: true,
  what: "resource.k8s.io is served in a beta version only, not in v1.",
  how: "API server with --runtime-config=resource.k8s.io/v1=false,resource.k8s.io/v1beta2=true.",
  async break(lab) {
    // The node authorizer watches ResourceSlices in v1, and without it the API server is never ready: nodes get by
    // with RBAC meanwhile.
    await lab.api.apply(BINDING, nodesByRole());
    await stopQuickly(lab);
    await lab.setFlags(ID, "kube-apiserver", {
      "authorization-mode": "RBAC",
      "runtime-config": { "resource.k8s.io/v1": "false", "resource.k8s.io/v1beta2": "true" },
    });
    await untilServed(lab, false);
    await Promise.all(lab.nodes.map((node) => restartKubelet(lab, node, ["device-plugin"])));
  },
  async heal(lab) {
    await stopQuickly(lab);
    await lab.setFlags(ID, "kube-apiserver", undefined);
    await untilServed(lab, true);
    await lab.api.delete(BINDING);
    // Watches that failed for a while are tried again only after up to a minute.
    await Promise.all([lab.restartComponent("kube-scheduler"), lab.restartComponent("kube-controller-manager")]);
    await Promise.all(lab.nodes.map((node) => restartKubelet(lab, node)));
  },
};

/** An API server lingers for its clients, and the longer it is gone, the later their watches come back. */
async function stopQuickly(lab: Lab): Promise<void> {
  await stop(lab.names.name, "kube-apiserver", durations.brief);
}

/** The role is built in, and bound to nobody since there is a node authorizer. */
function nodesByRole(): object {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: BINDING.split("/").at(-1) },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:node" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:nodes" }],
  };
}

async function untilServed(lab: Lab, wanted: boolean): Promise<void> {
  await until(
    durations.controlPlane,
    async () => {
      const served = await lab.api.get("/apis/resource.k8s.io/v1").catch(() => undefined);
      const alive = await lab.api.get("/version").catch(() => undefined);
      return alive && (served !== undefined) === wanted ? true : undefined;
    },
    () => new Error(`resource.k8s.io/v1 is ${wanted ? "not" : "still"} served; see karat lab logs kube-apiserver`),
  );
}
