import type { ApiObject } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import type { Expect } from "../../run/expect.js";
import { Undecidable } from "../../run/expect.js";
import { binomialInterval } from "./binomial.js";
import { expectEntrance } from "./entrance.js";
import { expectClass } from "./gateway-class.js";
import { RULES } from "./rules.js";
import { REVISION, routeRef, SETTLED, Stage, UPDATED } from "./stage.js";
import { Traffic } from "./traffic.js";

const REQUESTS = 400;
/** A gateway that is right is called wrong once in fifty thousand runs, as two shares are counted. */
const CONFIDENCE = 0.99999;
const BACKENDS = ["stable", "canary", "retired"];
/** Of a hundred, before and after the update. */
const SHARES = { before: { stable: 90, canary: 10 }, after: { stable: 10, canary: 90 } } as const;

/** Random or by turns: either way the counts must be those of the weights, not those that the status tells. */
export const weightedSplit: Check = {
  id: "ai_inference/weighted-split",
  kind: "positive",
  proves: "a route's weights decide where requests go, 90 to 10 and after an update 10 to 90, and weight 0 gets none",
  needs: {},
  seconds: { typical: 25, deadline: 1500 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer, new URL("./weighted-split.yaml", import.meta.url));
    const [entrance, ...backends] = await Promise.all([
      stage.gateway("split"),
      ...BACKENDS.map((name) => stage.backend(name)),
    ]);
    if (!entrance) return;
    observer.step(`send ${REQUESTS} requests at 90 to 10`);
    const served = await stage.client("before", [
      ...backends.map((backend) => stage.direct(backend)),
      stage.settled(entrance, "stable", { name: "revision-before", path: REVISION }),
      stage.through(entrance, "split-before", REQUESTS),
    ]);
    if (!served) return;
    observer.step(`turn the weights around, and send ${REQUESTS} more`);
    const { spec } = stage.manifest("HTTPRoute", "split");
    await stage.patch("split.updated", routeRef("split"), { spec: { rules: turned(spec.rules) } });
    await stage.client("after", [
      stage.settled(entrance, "canary", { name: "revision-after", path: REVISION, times: UPDATED }),
      stage.through(entrance, "split-after", REQUESTS),
    ]);
  },

  judge(facts, expect) {
    if (!expectClass(facts, expect) || !expectEntrance(facts, expect)) return;
    const traffic = new Traffic(facts, BACKENDS);
    const served = traffic.expectSettled(expect, "the Gateway answers from the route's backend", "revision-before", "stable", SETTLED); // prettier-ignore
    if (!served) return;
    expectShares(traffic, expect, "before");
    if (facts.response("split.updated").status !== 200) throw new Undecidable("the route could not be updated");
    const updated = traffic.expectSettled(expect, "an update of the route takes effect", "revision-after", "canary", UPDATED); // prettier-ignore
    if (updated) expectShares(traffic, expect, "after");
  },
};

function expectShares(traffic: Traffic, expect: Expect, when: "before" | "after"): void {
  const { stable, canary } = SHARES[when];
  const shares = traffic.shares(traffic.answered(`split-${when}`, REQUESTS));
  const { low, high } = binomialInterval(REQUESTS, stable / 100, CONFIDENCE);
  const evidence = traffic.evidence(`split-${when}`);
  const count = shares.of("stable");
  expect(`${when} the update, requests are split ${stable} to ${canary}`, {
    held: count >= low && count <= high && count + shares.of("canary") === REQUESTS,
    expected: `${low} to ${high} of ${REQUESTS} by stable (binomial, ${(CONFIDENCE * 100).toFixed(3)} %), the others by canary`,
    seen: shares.words,
    evidence,
  });
  expect(`${when} the update, a backend of weight 0 gets none`, {
    held: shares.of("retired") === 0,
    expected: `0 of ${REQUESTS}`,
    seen: `${shares.of("retired")} of ${REQUESTS}`,
    evidence,
  });
}

/** The rules with stable and canary in each other's place. */
function turned(rules: ApiObject[]): ApiObject[] {
  const other: Record<string, string> = { stable: "canary", canary: "stable" };
  return rules.map((rule) => ({
    ...rule,
    backendRefs: (rule["backendRefs"] as ApiObject[]).map((ref) => ({
      ...ref,
      name: other[ref["name"]] ?? ref["name"],
    })),
  }));
}
