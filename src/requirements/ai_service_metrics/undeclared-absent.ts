import { sleep } from "../../run/abort.js";
import type { Check } from "../../run/check.js";
import { MONITORING } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import { endpointName } from "../monitoring/candidates.js";
import { monitoringIn } from "../monitoring/find.js";
import { requireTime } from "./expectations.js";
import { answered, askedOf, collected, hitOf, requireService } from "./facts.js";
import { RULES } from "./rules.js";
import { batch, Service } from "./service.js";

const DECLARED = "declared";
const UNDECLARED = "undeclared";

export const undeclaredAbsent: Check = {
  id: "ai_service_metrics/undeclared-absent",
  kind: "negative",
  proves: "a workload that does not declare its metrics is not collected from, while one beside it is",
  needs: {},
  seconds: { typical: 20, deadline: 500 },
  rules: RULES,

  async observe(observer) {
    const services = await Service.open(observer, new URL("./undeclared-absent.yaml", import.meta.url));
    if (!services.endpoint) return;
    const running = await Promise.all([services.deploy(UNDECLARED), services.deploy(DECLARED)]);
    if (!running.every(Boolean)) return;
    await services.hit(UNDECLARED, batch(observer.nonce, 3), "first");
    const sent = await services.hit(DECLARED, batch(observer.nonce, 4), "first");
    const shown = await services.query("first", MONITORING.collected, (of) => of(DECLARED).includes(sent));
    if (!shown) return;
    observer.step("see whether the other one is collected from too");
    await sleep(MONITORING.quiet * observer.options.timeoutFactor, observer.signal);
    await services.query("end", 0, () => true);
  },

  judge(facts, expect) {
    const endpoint = monitoringIn(facts);
    if (!endpoint) throw new Undecidable("no monitoring was found; see ai_service_metrics/exact-count");
    for (const pod of [DECLARED, UNDECLARED]) requireService(facts, pod);
    const sent = answered(facts, DECLARED, "first");
    for (const when of ["first", "end"]) {
      if (collected(facts, endpoint, DECLARED, when).includes(sent)) continue;
      throw new Undecidable(`${endpointName(endpoint)} does not show the declared service either`);
    }
    const values = ["first", "end"].flatMap((when) => collected(facts, endpoint, UNDECLARED, when));
    const from = hitOf(UNDECLARED, answered(facts, UNDECLARED, "first"));
    if (values.length === 0) requireTime(facts, { from, to: askedOf("end"), seconds: MONITORING.quiet });
    expect("the platform's monitoring holds nothing of a service that declares nothing", {
      held: values.length === 0,
      expected: `no series, ${MONITORING.quiet} s after the one beside it was collected`,
      seen: values.join(", ") || "none",
      evidence: [askedOf("first"), askedOf("end"), from],
    });
  },
};
