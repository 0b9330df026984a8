import type { Check } from "../../run/check.js";
import { MONITORING } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import { endpointName } from "../monitoring/candidates.js";
import { monitoringIn } from "../monitoring/find.js";
import { requireTime } from "./expectations.js";
import { answered, askedOf, collected, requireService } from "./facts.js";
import { RULES } from "./rules.js";
import { batch, Service } from "./service.js";

const POD = "declared";

export const deletedGoesStale: Check = {
  id: "ai_service_metrics/deleted-goes-stale",
  kind: "negative",
  proves: "what a workload showed is not answered any more once it is gone",
  needs: {},
  seconds: { typical: 15, deadline: 700 },
  rules: RULES,

  async observe(observer) {
    const services = await Service.open(observer, new URL("./deleted-goes-stale.yaml", import.meta.url));
    if (!services.endpoint || !(await services.deploy(POD))) return;
    const sent = await services.hit(POD, batch(observer.nonce, 2), "first");
    const shown = await services.query("first", MONITORING.collected, (of) => of(POD).includes(sent));
    if (!shown) return;
    observer.step("delete the service, and wait until the platform forgets it");
    await observer.remove(`${POD}.gone`, { apiVersion: "v1", kind: "Pod", name: POD });
    await services.query("deleted", 0, () => true);
    await services.query("gone", MONITORING.stale, (of) => of(POD).length === 0);
  },

  judge(facts, expect) {
    const endpoint = monitoringIn(facts);
    if (!endpoint) throw new Undecidable("no monitoring was found; see ai_service_metrics/exact-count");
    requireService(facts, POD);
    if (!collected(facts, endpoint, POD, "first").includes(answered(facts, POD, "first"))) {
      throw new Undecidable(`${endpointName(endpoint)} never showed the service; see ai_service_metrics/exact-count`);
    }
    if (facts.object(`${POD}.gone`) !== null) throw new Undecidable("the service could not be deleted");
    const values = collected(facts, endpoint, POD, "gone");
    if (values.length > 0) {
      requireTime(facts, { from: askedOf("deleted"), to: askedOf("gone"), seconds: MONITORING.stale });
    }
    expect("the platform's monitoring does not answer with a service that is gone", {
      held: values.length === 0,
      expected: `no series, within ${MONITORING.stale} s`,
      seen: values.join(", ") || "none",
      evidence: [askedOf("gone"), askedOf("first"), `${POD}.gone`],
    });
  },
};
