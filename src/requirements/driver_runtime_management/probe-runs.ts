import type { Check } from "../../run/check.js";
import { evidenceOf, sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";
import { atEveryPlace, lookingForDriver } from "./every-place.js";
import { expectEverywhere, lookEverywhere, refuseUnseen } from "./everywhere.js";

/** Without it a file that is not found elsewhere could be one that the probe cannot read. */
export const probeRuns: Check = {
  id: "driver_runtime_management/probe-runs",
  kind: "control",
  proves: "on every accelerator node a probe runs, and reads files",
  needs: { nodes: "every" },
  seconds: { typical: 4, deadline: 1800 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./probe-runs.yaml", import.meta.url));
    observer.step("run a pod that requested nothing on every accelerator node");
    await atEveryPlace(observer, 0, async (stage, place) => {
      const pod = template(manifests, "Pod", "plain");
      pod["metadata"].name = `plain${place}`;
      await stage.probe(pod, lookingForDriver(stage));
    });
  },

  judge(facts, expect) {
    const { looks, unseen } = lookEverywhere(facts, ({ place }) => ({
      sight: sightOf(facts, `plain${place}`, "probe", place),
    }));
    const claim = "a pod that requested nothing runs on every accelerator node, and its probe reads files";
    const held = expectEverywhere(expect, looks, { claim, expected: "/proc/self/cgroup" }, ({ place, sight }) => {
      const held = (sight.files.get("/proc/self/cgroup") ?? "") !== "";
      const evidence = [...evidenceOf(`plain${place}`, "probe"), SETUP + place];
      return { held, seen: held ? `read under ${sight.kernel.trim()}` : "no file could be read", evidence };
    });
    // Closed nodes are for the experiments to name: a control without them would hide what other nodes show.
    if (held) refuseUnseen(unseen);
  },
};
