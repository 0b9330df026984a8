import { z } from "zod";
import type { ApiObject } from "../../record/facts.js";

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type Condition = z.infer<typeof Condition>;

const Conditions = z.object({ conditions: z.array(Condition).optional() });

/** A condition (meta/v1 Condition) of a status, or of a part of one. */
export function conditionOf(status: unknown, type: string): Condition | undefined {
  return Conditions.safeParse(status).data?.conditions?.find((condition) => condition.type === type);
}

/** A condition for a person, such as "Accepted: Unknown (Pending: Waiting for controller)". */
export function inWords(object: ApiObject | null, type: string): string {
  return conditionInWords(type, conditionOf(object?.["status"], type));
}

export function conditionInWords(type: string, condition: Condition | undefined): string {
  if (!condition) return `no word about ${type}`;
  const { status, reason, message } = condition;
  return `${type}: ${status}${reason ? ` (${reason}${message ? `: ${message}` : ""})` : ""}`;
}
