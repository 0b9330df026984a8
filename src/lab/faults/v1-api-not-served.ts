import { durations, until } from "../durations.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";

const ID = "F01";

export const v1ApiNotServed: Fault = {
  id: ID,
  breaks: ["dra_support"],
  what: "resource.k8s.io is served in a beta version only, not in v1.",
  how: "API server with --runtime-config=resource.k8s.io/v1=false,resource.k8s.io/v1beta2=true.",
  async break(lab) {
    await lab.setFlags(ID, "kube-apiserver", {
      "runtime-config": { "resource.k8s.io/v1": "false", "resource.k8s.io/v1beta2": "true" },
    });
    await untilServed(lab, false);
  },
  async heal(lab) {
    await lab.setFlags(ID, "kube-apiserver", undefined);
    await untilServed(lab, true);
  },
};

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
