import type { Check } from "../../run/check.js";
import type { HttpOrder } from "../../probe/index.js";
import { expectEntrance } from "./entrance.js";
import { expectClass } from "./gateway-class.js";
import { MODEL } from "./headers.js";
import { RULES } from "./rules.js";
import { SETTLED, Stage } from "./stage.js";
import { Traffic } from "./traffic.js";

/** Envoy waits a second before it ends a connection on which it has answered by itself. */
const REQUESTS = 3;
const MATCHED = { [MODEL]: "llama" };

/** Requests that no rule of the route is for. */
const UNMATCHED: { order: string; what: Partial<HttpOrder>; words: string }[] = [
  { order: "no-header", what: {}, words: "without the header" },
  { order: "other-model", what: { headers: { [MODEL]: "mistral" } }, words: "for another model" },
  { order: "longer-name", what: { headers: { [MODEL]: "llama-70b" } }, words: "for a model whose name begins alike" },
  { order: "other-header", what: { headers: { "x-other-name": "llama" } }, words: "with the model in another header" },
  { order: "other-host", what: { headers: MATCHED, host: "other.test" }, words: "for another host" },
];

/** The right request is asked before and after: a gateway that answers 404 to everything is not what is looked for. */
export const unmatchedRefused: Check = {
  id: "ai_inference/unmatched-refused",
  kind: "negative",
  proves: "requests that no rule matches, by header or host, get 404, while the one that is matched is answered",
  needs: {},
  seconds: { typical: 30, deadline: 1500 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer, new URL("./unmatched-refused.yaml", import.meta.url));
    const [entrance, backend] = await Promise.all([stage.gateway("only"), stage.backend("llama")]);
    if (!entrance) return;
    observer.step("ask for what has no route");
    await stage.client("client", [
      stage.direct(backend),
      stage.settled(entrance, "llama", { name: "matched-before", headers: MATCHED }),
      ...UNMATCHED.map(({ order, what }) => stage.through(entrance, order, REQUESTS, what)),
      stage.settled(entrance, "llama", { name: "matched-after", headers: MATCHED }),
    ]);
  },

  judge(facts, expect) {
    if (!expectClass(facts, expect) || !expectEntrance(facts, expect)) return;
    const traffic = new Traffic(facts, ["llama"]);
    const claim = "the Gateway answers what its route matches";
    if (!traffic.expectSettled(expect, claim, "matched-before", "llama", SETTLED)) return;
    for (const { order, words } of UNMATCHED) {
      const answers = traffic.answered(order, REQUESTS);
      const right = answers.filter(({ status }) => status === 404).length;
      expect(`requests ${words} get 404`, {
        held: right === REQUESTS,
        expected: `${REQUESTS} times 404`,
        seen: right === REQUESTS ? `${right} times` : traffic.shares(answers).words,
        evidence: traffic.evidence(order),
      });
    }
    traffic.expectSettled(expect, "and still answers it afterwards", "matched-after", "llama", SETTLED);
  },
};
