import { z } from "zod";
import { CHALLENGE } from "./challenge.js";
import { LEVELS } from "./checklist.js";
import type { EventBody } from "./events.js";
import { CHECK_KINDS, VERDICTS } from "./verdict.js";

const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "is no RFC 3339 time in UTC with milliseconds");
const count = z.int().nonnegative();
const hex64 = z.string().regex(/^[0-9a-f]{64}$/, "is not 64 lower-case hex digits");
const verdict = z.enum(VERDICTS);
const tool = z.object({ name: z.literal("karat"), version: z.string(), sha256: hex64.optional() });

const challenge = z.object({
  text: z.string().regex(CHALLENGE, "is no challenge"),
  salt: z.string().regex(/^[0-9a-f]{32}$/, "is not 32 lower-case hex digits"),
});

const observation = z
  .object({
    name: z.string().min(1),
    kind: z.enum(["object", "response", "list", "history", "log", "value"]),
    at: time,
    data: z.unknown().optional(),
    blob: z.object({ sha256: hex64, size: count }).optional(),
  })
  .refine((value) => "data" in value !== (value.blob !== undefined), "must hold either data or a blob");

const judgement = z.object({
  verdict,
  reason: z.string(),
  expectations: z.array(
    z.object({
      claim: z.string(),
      expected: z.string(),
      seen: z.string(),
      held: z.boolean(),
      evidence: z.array(z.string()),
    }),
  ),
});

const checklistItem = z.object({ id: z.string().min(1), level: z.enum(LEVELS), wording: z.string().optional() });

const checklist = z.object({
  minor: z.string().regex(/^1\.\d{1,3}$/, "is no minor of Kubernetes"),
  sha256: hex64.optional(),
  requirements: z
    .array(checklistItem)
    .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, "names a requirement twice"),
});

const plannedCheck = z.object({
  id: z.string().min(1),
  requirement: z.string().min(1),
  kind: z.enum(CHECK_KINDS),
  proves: z.string(),
  seconds: z.object({ typical: z.number(), deadline: z.number() }),
  verdict: z.enum(["skip", "n/a", "inconclusive"]).optional(),
  reason: z.string().optional(),
});

const attempt = { check: z.string().min(1), attempt: z.int().positive() };
const interruption = z.object({
  kind: z.enum(["crash", "deadline", "abort", "api-lost", "disk-full", "forbidden", "interrupted"]),
  message: z.string(),
});

/** The shape of each event's body, by type. Fields beyond these are let through: a later minor may add some. */
export const BODIES = {
  "run.started": z.object({
    run: z.string(),
    nonce: z.string(),
    challenge: challenge.optional(),
    format: z.int().positive(),
    tool,
    cluster: z.object({ version: z.string(), uidHash: z.string(), platform: z.string() }),
    options: z.record(z.string(), z.unknown()),
    checklist: checklist.optional(),
  }),
  "run.resumed": z.object({ tool }),
  preflight: z.object({ observation }),
  plan: z.object({ checks: z.array(plannedCheck) }),
  "check.started": z.object({
    ...attempt,
    namespace: z.string(),
    node: z.string().optional(),
    devices: count,
  }),
  "check.step": z.object({ ...attempt, text: z.string() }),
  "check.observed": z.object({ ...attempt, observation }),
  "check.ended": z.object({ ...attempt, observations: z.array(z.string()), interruption: interruption.optional() }),
  "check.judged": z.object({ ...attempt, judgement }),
  "check.cleaned": z.object({ ...attempt, ok: z.boolean(), left: z.array(z.string()) }),
  "run.interrupted": z.object({ signal: z.string() }),
  "run.finished": z.object({
    requirements: z.record(z.string(), verdict),
    cleaned: z.boolean(),
    cost: z
      .object({
        requests: z.record(z.string(), count),
        connections: z.object({ opened: count, peak: count }),
        bytes: z.object({ sent: count, received: count }),
        memoryMiB: count,
      })
      .optional(),
  }),
  "record.repaired": z.object({ cut: z.object({ bytes: count, sha256: hex64 }) }),
  "files.written": z.object({
    files: z.array(z.object({ path: z.string().min(1), sha256: hex64, size: count })),
    tool: tool.optional(),
  }),
} satisfies Record<EventBody["type"], z.ZodType>;

/** Place in the chain; every event has it. */
export const LINK = z.object({ seq: count, prev: hex64, at: time, type: z.string() });

/** What is wrong with a value, as "path: problem"; undefined when nothing is. */
export function problem(schema: z.ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  if (!issue) return "has the wrong shape";
  return issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message;
}
