import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectNone, expectRefused, grantedNumbers } from "../probing/expectations.js";
import { RULES } from "../probing/rules.js";
import { Stage, template } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

export const releasedStaysClosed = (access: Access): Check => ({
  id: checkId(access, "released-stays-closed"),
  kind: "negative",
  proves: `an accelerator that was granted ${through(access)} and given back is closed to a pod that comes after and requests none`,
  needs: { devices: 1, access },
  seconds: { typical: 5, deadline: 480 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./released-stays-closed.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator on ${stage.pool.node} and give it back`);
    const holder = await stage.requesting(manifests, "holder");
    const performed = await stage.probe(holder);
    if (!performed.whole) return;
    await stage.giveBack(holder);
    observer.step("try to get at it from a pod that comes after");
    const make = stage.numbers(performed, "probe");
    await stage.probe(template(manifests, "Pod", "successor"), { probe: { make } });
  },

  judge(facts, expect) {
    const devices = grantedNumbers(facts, "holder", "probe");
    if (facts.object("holder.gone") !== null) throw new Undecidable("the holder could not be removed");
    expectNone(facts, expect, "successor", "probe", devices);
    expectRefused(facts, expect, "successor", "probe", devices);
  },
});
