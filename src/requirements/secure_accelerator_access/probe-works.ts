import type { Check } from "../../run/check.js";
import { evidenceOf, sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage, template } from "../probing/stage.js";
import { NULL_DEVICE, sameDevice } from "../../probe/index.js";
import { Undecidable } from "../../run/expect.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

/** Without it a refusal elsewhere could come from the probe: no tool for it, no capability, a file system without devices. */
export const probeWorks = (access: Access): Check => ({
  id: checkId(access, "probe-works"),
  kind: "control",
  proves: `on a node that serves accelerators ${through(access)}, a probe runs, and can make and open a device node`,
  needs: { access },
  seconds: { typical: 4, deadline: 240 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./probe-works.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`probe from a pod that requested nothing on ${stage.pool.node}`);
    await stage.probe(template(manifests, "Pod", "plain"), { probe: { make: [] } });
  },

  judge(facts, expect) {
    const sight = sightOf(facts, "plain", "probe");
    const made = sight.made.find((each) => sameDevice(each, NULL_DEVICE));
    if (!made) throw new Undecidable("the probe did not try to make a device node");
    expect("a probe can make a node of /dev/null and open it", {
      held: made.mknod.done && made.read?.done === true && made.write?.done === true,
      expected: "made and opened",
      seen: made.mknod.done
        ? made.read?.done && made.write?.done
          ? "made and opened"
          : "made, not opened"
        : made.mknod.error,
      evidence: evidenceOf("plain", "probe"),
    });
  },
});
