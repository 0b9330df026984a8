import type { ApiObject, Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { SETUP, givenSetup } from "./setup.js";
import { lastAnswer } from "./scene.js";

/** How an API server's answer to a creation came about, read from its Status (API doc of Status, KEP-1441 and others). */
export type Refusal =
  /** A webhook was asked and said no. */
  | { by: "webhook"; webhook: string }
  /** A webhook was to be asked and could not be. */
  | { by: "unanswered"; webhook: string }
  | { by: "policy" | "schema" | "access" | "other" };

/** @returns undefined for an object that was created */
export function refusalOf({ status, body }: { status: number; body: ApiObject }): Refusal | undefined {
  if (status === 201) return undefined;
  const message = String(body["message"] ?? "");
  const denied = /^admission webhook "([^"]+)" denied the request/.exec(message)?.[1];
  if (denied !== undefined && status >= 400 && status < 500) return { by: "webhook", webhook: denied };
  const unanswered = /failed calling webhook "([^"]+)"/.exec(message)?.[1];
  if (unanswered !== undefined) return { by: "unanswered", webhook: unanswered };
  if (/ValidatingAdmissionPolicy '/.test(message)) return { by: "policy" };
  if (body["reason"] === "Invalid" || status === 400) return { by: "schema" };
  if (status === 403) return { by: "access" };
  return { by: "other" };
}

/**
 * Holds that an object that is in order was accepted; nothing else can be expected of it otherwise.
 * @returns whether it was
 * @throws Undecidable when somebody else than the operator refused it
 */
export function expectAccepted(facts: Facts, expect: Expect, fact: string): boolean {
  const { operator, title } = givenSetup(facts);
  const answer = lastAnswer(facts, fact);
  const refusal = refusalOf(answer);
  const said = `${answer.status} ${String(answer.body["message"] ?? "")}`;
  const operators =
    refusal === undefined || ("webhook" in refusal && operator.webhooks.some((name) => refusal.webhook === name));
  if (!operators) throw new Undecidable(`${operator.valid.kind} could not be created, and not for ${title}: ${said}`);
  if (refusal?.by === "webhook") requireBefore(facts);
  expect(`${title} accepts an object that is in order`, {
    held: refusal === undefined,
    expected: "201",
    seen: said.trim(),
    evidence: [SETUP, answer.name],
  });
  return refusal === undefined;
}

/** @throws Undecidable when an object that the right one refers to was refused: then that is not in order either */
function requireBefore(facts: Facts): void {
  for (const name of facts.names.filter((each) => /^before\.\d+$/.test(each))) {
    const { status, body } = lastAnswer(facts, name);
    if (status !== 201) throw new Undecidable(`${name} was refused: ${status} ${String(body["message"] ?? "")}`);
  }
}
