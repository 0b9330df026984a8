import type { Check } from "../../run/check.js";
import { allocatedTo, deviceName } from "../probing/allocated.js";
import { claimOf, identityOf, SLICES } from "../probing/claims.js";
import { expectOwn } from "../probing/expectations.js";
import { evidenceOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage } from "../probing/stage.js";
import { Undecidable } from "../../run/expect.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

export const grantedSeesOwn = (access: Access): Check => ({
  id: checkId(access, "granted-sees-own"),
  kind: "positive",
  proves: `a container that is granted one accelerator ${through(access)} sees exactly that one and can open it`,
  needs: { devices: 1, access },
  seconds: { typical: 3, deadline: 300 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./granted-sees-own.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator on ${stage.pool.node}`);
    await stage.probe(await stage.requesting(manifests, "granted"));
  },

  judge(facts, expect) {
    const [own] = expectOwn(facts, expect, "granted", "probe");
    // A device plugin does not tell which device it gave to whom; a claim does.
    if (access !== "dra") return;
    const result = allocatedTo(facts, "granted").get("accelerator");
    if (!result) throw new Undecidable("the claim shows no device for its request");
    const identity = identityOf(facts, result);
    if (own && own.identity === undefined) throw new Undecidable(`${own.path} does not show which device it is`);
    expect("what it sees is the device that its claim was allocated", {
      held: own?.identity === identity,
      expected: `${identity} (${deviceName(result)})`,
      seen: own?.identity ?? "no device",
      evidence: [...evidenceOf("granted", "probe"), claimOf("granted"), SLICES],
    });
  },
});
