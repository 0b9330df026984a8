import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { filesOf, inWords } from "../probing/accelerators.js";
import { expectOwn, expectRefused } from "../probing/expectations.js";
import { evidenceOf, later, sightOf, stillRunning } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

export const twoPodsDisjoint = (access: Access): Check => ({
  id: checkId(access, "two-pods-disjoint"),
  kind: "positive",
  proves: `of two pods that are granted one accelerator each ${through(access)}, neither sees or can open the other's`,
  needs: { devices: 2, access },
  seconds: { typical: 4, deadline: 480 },
  rules: RULES,

  notApplicable(inventory) {
    const none = onlyWhereServed(access)(inventory);
    if (none !== undefined) return none;
    const pools = inventory.pools.filter((pool) => pool.access === access);
    if (pools.length === 0 || pools.some(({ devices }) => devices.length > 1)) return undefined;
    return `no node has two accelerators that are served ${through(access)}: ${pools.map(({ node }) => `${node} has one`).join(", ")}`;
  },

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./two-pods-disjoint.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    observer.step(`request one accelerator on ${stage.pool.node}, and another one beside it`);
    const first = await stage.requesting(manifests, "first");
    const performed = await stage.probe(first);
    if (!performed.whole) return;
    const second = await stage.requesting(manifests, "second");
    await stage.probe(second, { probe: { make: stage.numbers(performed, "probe") } });
    await stage.lookAgain("first");
  },

  judge(facts, expect) {
    const first = expectOwn(facts, expect, "first", "probe");
    const second = expectOwn(facts, expect, "second", "probe");
    if (!stillRunning(facts, "first", "probe"))
      throw new Undecidable("the two pods did not hold their devices together");
    const evidence = [...evidenceOf("first", "probe"), ...evidenceOf("second", "probe"), later("first")];
    // By number, so that the other's device is found under any name.
    const common = [
      ...filesOf(sightOf(facts, "first", "probe"), second),
      ...filesOf(sightOf(facts, "second", "probe"), first),
    ];
    expect("the two pods see different devices", {
      held: common.length === 0 && first.length > 0 && second.length > 0,
      expected: "no device in common",
      seen: common.length > 0 ? inWords(common) : `${inWords(first)}; ${inWords(second)}`,
      evidence,
    });
    const shared = first.filter(
      ({ identity }) => identity !== undefined && second.some((other) => other.identity === identity),
    );
    expect("what they see bears different identities", {
      held: shared.length === 0,
      expected: "no identity in common",
      seen: [...first, ...second].map(({ path, identity }) => `${path}: ${identity ?? "does not show"}`).join(", "),
      evidence,
    });
    // Control files such as /dev/nvidiactl are theirs in common.
    if (first.length > 0) expectRefused(facts, expect, "second", "probe", first);
  },
});
