import type { ApiObject } from "../../record/facts.js";
import { equip, isWhole } from "../../probe/index.js";
import type { Check } from "../../run/check.js";
import { ACCESS } from "../../run/durations.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { tolerations } from "../../run/discover-nodes.js";
import { adapterOf } from "../../accelerators/index.js";
import { created, evidenceOf, logOf, seen, sightOf } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";

/** Needs no accelerator, so that it also works where none is served: what is wrong then is not the instrument. */
export const plainPod: Check = {
  id: "dra_support/plain-pod",
  kind: "control",
  proves: "a pod without a claim runs on an accelerator node, and what it prints can be read",
  needs: {},
  seconds: { typical: 4, deadline: 240 },

  async observe(observer) {
    const { pools } = observer.inventory;
    const pool = pools.find(({ access }) => access === "dra") ?? pools[0];
    const pod = template(await observer.manifests(new URL("./plain-pod.yaml", import.meta.url)), "Pod", "plain");
    if (pool) {
      // Past the scheduler: one that waits for a DRA API that is not served places no pod at all.
      pod["spec"].nodeName = pool.node;
      pod["spec"].tolerations = tolerations(adapterOf(pool));
    }
    equip(pod["spec"].containers[0], { open: [] });
    observer.step(`run a pod without a claim on ${pool?.node ?? "any node"}`);
    const { status } = await observer.create(created("plain"), pod);
    if (status !== 201) return;
    const ref = { apiVersion: "v1", kind: "Pod", name: "plain" };
    const isStuck = staysUnstartable();
    const ended = await observer.until(
      seen("plain"),
      ref,
      ACCESS.start,
      (object) => hasEnded(object) || isStuck(object),
    );
    observer.value(SETUP, { nonce: observer.nonce, node: pool?.node ?? ended?.["spec"]?.nodeName });
    if (!hasEnded(ended)) return;
    await observer.log(logOf("plain", "probe"), "plain", { container: "probe", within: ACCESS.probe, whole: isWhole });
  },

  judge(facts, expect) {
    const sight = sightOf(facts, "plain", "probe");
    expect("a pod without a claim runs and prints the run's nonce", {
      held: sight.devices.length > 0,
      expected: `its own lines, from ${sight.node}`,
      seen: `${sight.devices.length} device files, kernel ${sight.kernel}`,
      evidence: evidenceOf("plain", "probe"),
    });
  },
};

function hasEnded(pod: ApiObject | null): boolean {
  return ["Succeeded", "Failed"].includes(String(pod?.["status"]?.phase));
}
