import type { Check } from "../../run/check.js";
import { answered, hitOf, ownMetrics, ownOf, requireService } from "./facts.js";
import { RULES } from "./rules.js";
import { batch, Service } from "./service.js";

const POD = "undeclared";

/** Without it, a counter that the platform shows wrongly may be one that was exported wrongly. */
export const serviceAnswers: Check = {
  id: "ai_service_metrics/service-answers",
  kind: "control",
  proves: "a service of karat's own runs, counts the requests that it is sent, and shows the count as a metric",
  needs: {},
  seconds: { typical: 4, deadline: 240 },
  rules: RULES,

  async observe(observer) {
    const services = await Service.open(observer, new URL("./service-answers.yaml", import.meta.url));
    if (!(await services.deploy(POD))) return;
    const sent = batch(observer.nonce, 0);
    observer.step(`send it ${sent} requests`);
    await services.hit(POD, sent, "all");
    await services.own(POD, "all");
  },

  judge(facts, expect) {
    requireService(facts, POD);
    const sent = answered(facts, POD, "all");
    const { count } = ownMetrics(facts, POD, "all");
    expect("the service's own metrics show as many requests as it was sent", {
      held: count === sent,
      expected: String(sent),
      seen: String(count),
      evidence: [ownOf(POD, "all"), hitOf(POD, sent)],
    });
  },
};
