import type { Check } from "../../run/check.js";
import { expectEntrance } from "./entrance.js";
import { expectClass } from "./gateway-class.js";
import { MODEL, ORGANIZATION } from "./headers.js";
import { RULES } from "./rules.js";
import { SETTLED, Stage } from "./stage.js";
import { Traffic } from "./traffic.js";

const BACKENDS = ["llama", "llama-research", "mistral"];
const REQUESTS = 20;

/** Requests that the route tells apart by headers alone, each with the backend that must answer. */
const CASES = [
  { order: "llama", headers: { [MODEL]: "llama" }, backend: "llama" },
  { order: "mistral", headers: { [MODEL]: "mistral" }, backend: "mistral" },
  // The rule with more matching headers wins (HTTPRouteRule, API doc of matches).
  { order: "research", headers: { [MODEL]: "llama", [ORGANIZATION]: "research" }, backend: "llama-research" },
  { order: "others", headers: { [MODEL]: "llama", [ORGANIZATION]: "others" }, backend: "llama" },
  // Names of headers have no case (RFC 9110, section 5.1).
  { order: "upper-case", headers: { [MODEL.toUpperCase()]: "mistral" }, backend: "mistral" },
] as const;

export const modelRouting: Check = {
  id: "ai_inference/model-routing",
  kind: "positive",
  proves:
    "the header that names the model, alone and with the organisation's, leads every request to the right backend",
  needs: {},
  seconds: { typical: 15, deadline: 1500 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer, new URL("./model-routing.yaml", import.meta.url));
    const [entrance, ...backends] = await Promise.all([
      stage.gateway("models"),
      ...BACKENDS.map((name) => stage.backend(name)),
    ]);
    if (!entrance) return;
    observer.step(`ask for ${BACKENDS.length} models by header`);
    await stage.client("client", [
      ...backends.map((backend) => stage.direct(backend)),
      ...BACKENDS.map((backend) => {
        const first = CASES.find((one) => one.backend === backend);
        return stage.settled(entrance, backend, { name: `settled-${backend}`, headers: first?.headers ?? {} });
      }),
      ...CASES.map(({ order, headers }) => stage.through(entrance, order, REQUESTS, { headers })),
    ]);
  },

  judge(facts, expect) {
    if (!expectClass(facts, expect) || !expectEntrance(facts, expect)) return;
    const traffic = new Traffic(facts, BACKENDS);
    for (const backend of BACKENDS) {
      const claim = `the Gateway answers from ${backend} who asks for it`;
      if (!traffic.expectSettled(expect, claim, `settled-${backend}`, backend, SETTLED)) return;
    }
    for (const { order, headers, backend } of CASES) {
      const shares = traffic.shares(traffic.answered(order, REQUESTS));
      const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      expect(`requests with ${sent.join(", ")} reach ${backend}`, {
        held: shares.of(backend) === REQUESTS,
        expected: `${backend} ${REQUESTS}`,
        seen: shares.words,
        evidence: traffic.evidence(order),
      });
    }
  },
};
