import { sleep } from "../../run/abort.js";
import type { Check } from "../../run/check.js";
import { MONITORING } from "../../run/durations.js";
import { monitoringIn } from "../monitoring/find.js";
import { expectCount, expectMonitoring } from "./expectations.js";
import { requireService } from "./facts.js";
import { RULES } from "./rules.js";
import { batch, Service } from "./service.js";

const POD = "declared";

export const exactCount: Check = {
  id: "ai_service_metrics/exact-count",
  kind: "positive",
  proves:
    "the platform's monitoring finds a workload that declares its metrics, and answers with its exact count, twice",
  needs: {},
  seconds: { typical: 12, deadline: 600 },
  rules: RULES,

  async observe(observer) {
    const services = await Service.open(observer, new URL("./exact-count.yaml", import.meta.url));
    if (!(await services.deploy(POD))) return;
    const first = await services.hit(POD, batch(observer.nonce, 0), "first");
    if (!services.endpoint) {
      observer.step("no monitoring was found: see whether anybody asks the service for its metrics");
      await sleep(MONITORING.unasked * observer.options.timeoutFactor, observer.signal);
      await services.own(POD, "first");
      return;
    }
    observer.step(`wait until the platform shows ${first} requests`);
    const shown = await services.query("first", MONITORING.collected, (of) => of(POD).length > 0 && of(POD).every((value) => value === first)); // prettier-ignore
    await services.own(POD, "first");
    if (!shown) return;
    const second = await services.hit(POD, batch(observer.nonce, 1), "second");
    observer.step(`wait until it shows ${second}`);
    await services.query("second", MONITORING.follows, (of) => of(POD).length > 0 && of(POD).every((value) => value === second)); // prettier-ignore
    await services.own(POD, "second");
  },

  judge(facts, expect) {
    requireService(facts, POD);
    const endpoint = monitoringIn(facts);
    if (!endpoint) {
      expectMonitoring(facts, expect, POD, "first");
      return;
    }
    if (!expectCount(facts, expect, { endpoint, pod: POD, when: "first", within: MONITORING.collected })) return;
    expectCount(facts, expect, { endpoint, pod: POD, when: "second", within: MONITORING.follows });
  },
};
