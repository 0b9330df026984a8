import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectNone, grantedNumbers } from "../probing/expectations.js";
import { stillRunning } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage, template } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

/** Another pod holds an accelerator of the node meanwhile: its numbers tell one that was given away under another name. */
export const unrequestedSeesNone = (access: Access): Check => ({
  id: checkId(access, "unrequested-sees-none"),
  kind: "negative",
  proves: `a pod that requested no accelerator sees none, beside one that was granted one ${through(access)}`,
  needs: { devices: 1, access },
  seconds: { typical: 4, deadline: 300 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./unrequested-sees-none.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator on ${stage.pool.node}, and look from a pod beside it that requested none`);
    const { whole } = await stage.probe(await stage.requesting(manifests, "holder"));
    if (!whole) return;
    await stage.probe(template(manifests, "Pod", "outsider"));
    await stage.lookAgain("holder");
  },

  judge(facts, expect) {
    const devices = grantedNumbers(facts, "holder", "probe");
    if (!stillRunning(facts, "holder", "probe")) throw new Undecidable("the holder gave its device back too early");
    expectNone(facts, expect, "outsider", "probe", devices);
  },
});
