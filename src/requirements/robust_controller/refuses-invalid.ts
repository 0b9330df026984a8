import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { expectAccepted, refusalOf } from "./accepted.js";
import { isUnanswered } from "./ground.js";
import { RULES, WEBHOOK_RULES } from "./rules.js";
import { lastAnswer } from "./scene.js";
import { type GivenSetup, givenSetup, SETUP } from "./setup.js";
import { Stage } from "./stage.js";
import { findController, guardedBy, operatorWebhooks, webhookEvidence } from "./webhooks.js";

/**
 * The API server asks validating webhooks only about objects that have passed the schema and its CEL rules
 * (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers): a webhook's refusal shows
 * that the object was valid for the schema.
 */
export const refusesInvalid: Check = {
  id: "robust_controller/refuses-invalid",
  kind: "negative",
  proves: "an object that is valid for the schema and makes no sense is refused, by the operator's own webhook",
  needs: {},
  seconds: { typical: 3, deadline: 180 },
  rules: [...RULES, ...WEBHOOK_RULES],

  async observe(observer) {
    const stage = await Stage.open(observer);
    if (!stage) return;
    const { operator } = stage;
    await findController(observer, operator);
    observer.step(`offer a right and a wrong ${operator.invalid.kind} to ${stage.title}`);
    await stage.submit("accepted", operator.valid, { dryRun: true });
    await stage.submit("refused", operator.invalid, { insists: isUnanswered });
  },

  judge(facts, expect) {
    const setup = givenSetup(facts);
    const refused = lastAnswer(facts, "refused");
    const webhooks = operatorWebhooks(facts, setup.operator, guardedBy(refused.path));
    const hint = setup.operator.hint === undefined ? "" : `; ${setup.operator.hint}`;
    expect(`a validating webhook of ${setup.title} guards ${setup.operator.invalid.kind}`, {
      held: webhooks.length > 0,
      expected: `${setup.operator.webhooks.join(" or ")}, served by the operator's pods`,
      seen: webhooks.join(", ") || `none${hint}`,
      evidence: [SETUP, refused.name, ...webhookEvidence(facts)],
    });
    if (webhooks.length === 0 || !expectAccepted(facts, expect, "accepted")) return;
    expectRefused(facts, expect, setup, webhooks);
  },
};

/** @throws Undecidable when somebody refused the object before the webhook was heard */
function expectRefused(
  facts: Facts,
  expect: Expect,
  { operator, title }: GivenSetup,
  webhooks: readonly string[],
): void {
  const answer = lastAnswer(facts, "refused");
  const said = `${answer.status} ${String(answer.body["message"] ?? "")}`.trim();
  const refusal = refusalOf(answer);
  const heard = refusal === undefined || ("webhook" in refusal && webhooks.includes(refusal.webhook));
  if (!heard) {
    const who = { schema: "the schema", policy: "an admission policy", access: "the API server", other: "somebody" };
    const by = "webhook" in refusal ? `the webhook ${refusal.webhook}` : who[refusal.by];
    throw new Undecidable(`${by} refused the wrong ${operator.invalid.kind}, so that ${title} was not heard: ${said}`);
  }
  expect(`its webhook refuses a ${operator.invalid.kind} that makes no sense`, {
    held: refusal?.by === "webhook",
    expected: `admission webhook ${webhooks.map((name) => JSON.stringify(name)).join(" or ")} denied the request`,
    seen: refusal === undefined ? "201, it was accepted" : said,
    evidence: [SETUP, "webhooks", answer.name],
  });
}
