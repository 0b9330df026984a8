import type { Check } from "../../run/check.js";
import { RULES } from "./rules.js";
import { Stage } from "./stage.js";
import { Traffic } from "./traffic.js";

/** Without this, a Gateway that answers nothing would prove nothing: perhaps no pod here can be asked at all. */
export const backendsAnswer: Check = {
  id: "ai_inference/backends-answer",
  kind: "control",
  proves: "without any gateway, a backend answers a client in the cluster with what only that backend can know",
  needs: {},
  seconds: { typical: 5, deadline: 300 },
  rules: RULES.filter(({ resources }) => resources.includes("services")),

  async observe(observer) {
    const stage = await Stage.open(observer, new URL("./backends-answer.yaml", import.meta.url));
    const backend = await stage.backend("backend");
    observer.step("ask a backend directly");
    await stage.client("client", [stage.direct(backend)]);
  },

  judge(facts, expect) {
    const traffic = new Traffic(facts, ["backend"]);
    traffic.expectSettled(expect, "the backend's Service answers from the backend", "direct-backend", "backend", 1);
  },
};
