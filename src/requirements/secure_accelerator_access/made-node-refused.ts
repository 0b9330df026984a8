import type { ApiObject } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectRefused, grantedNumbers } from "../probing/expectations.js";
import { stillRunning } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage, template } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

/** A device file that is not there proves little: whoever may make device files makes one. Only the kernel refuses then. */
export const madeNodeRefused = (access: Access): Check => ({
  id: checkId(access, "made-node-refused"),
  kind: "negative",
  proves: `the kernel refuses a pod that requested no accelerator one that another was granted ${through(access)}, though it makes the device node itself`,
  needs: { devices: 1, access },
  seconds: { typical: 4, deadline: 480 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./made-node-refused.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator on ${stage.pool.node}, and make nodes of it in a pod beside it`);
    const holder = await stage.requesting(manifests, "holder");
    const performed = await stage.probe(holder);
    if (!performed.whole) return;
    const make = stage.numbers(performed, "probe");
    const outsider = template(manifests, "Pod", "outsider");
    const asking = (outsider["spec"].containers as ApiObject[]).find(({ name }) => name === "asking");
    asking!["env"] = stage.askingByEnvironment;
    await stage.probe(outsider, { plain: { make }, asking: { make } });
    await stage.lookAgain("holder");
  },

  judge(facts, expect) {
    const devices = grantedNumbers(facts, "holder", "probe");
    if (!stillRunning(facts, "holder", "probe")) throw new Undecidable("the holder gave its device back too early");
    for (const container of ["plain", "asking"]) {
      expectRefused(facts, expect, "outsider", container, devices);
    }
  },
});
