import type { Check } from "../../run/check.js";
import { expectNone, expectRefused, grantedNumbers } from "../probing/expectations.js";
import { RULES } from "../probing/rules.js";
import { Stage } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

const NUMBERS = "/shared/devices";

export const siblingSeesNone = (access: Access): Check => ({
  id: checkId(access, "sibling-sees-none"),
  kind: "negative",
  proves: `of a pod's containers, one that requested no accelerator does not get at what another was granted ${through(access)}`,
  needs: { devices: 1, access },
  seconds: { typical: 3, deadline: 300 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./sibling-sees-none.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator for one of two containers on ${stage.pool.node}`);
    await stage.probe(await stage.requesting(manifests, "pair"), {
      granted: { tell: NUMBERS },
      sibling: { hear: NUMBERS, make: [] },
    });
  },

  judge(facts, expect) {
    const devices = grantedNumbers(facts, "pair", "granted");
    expectNone(facts, expect, "pair", "sibling", devices);
    expectRefused(facts, expect, "pair", "sibling", devices);
  },
});
