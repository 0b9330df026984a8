import { z } from "zod";
import { CHALLENGE } from "../record/challenge.js";
import { LEVELS } from "../record/checklist.js";
import { conformance } from "../record/conformance.js";
import type { Tool } from "../record/events.js";
import type { RunState } from "../record/fold.js";
import { VERDICTS } from "../record/verdict.js";

/** karat's own predicate, described in docs/attestation.md. What it says is only ever added to within one version. */
export const RUN_PREDICATE = "https://karat.dev/attestation/run/v0.1";

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, "is not 64 lower-case hex digits");
const digest = z.object({ sha256: hex64 });
const tool = z.object({
  name: z.literal("karat"),
  version: z.string(),
  digest: digest.optional().describe("Of its code, see docs/attestation.md; absent where the record does not know it"),
});

export const runPredicate = z.object({
  record: z.object({
    root: hex64.describe("Hash of the last event, to which all others are chained"),
    events: z.int().positive(),
  }),
  run: z.string().describe("The run's id"),
  nonce: z.string().describe("What every pod of the run printed, or proved to know"),
  challenge: z
    .object({ text: z.string().regex(CHALLENGE), salt: z.string() })
    .optional()
    .describe("What the nonce was made of, where somebody asked for a fresh run"),
  tool: tool.describe("What ran"),
  cluster: z.object({
    version: z.string().describe("Of its API server, e.g. v1.37.2"),
    platform: z.string(),
    uidHash: z.string().describe("Hex sha256 of the uid of namespace kube-system"),
  }),
  checklist: z
    .object({ minor: z.string(), digest: digest.optional().describe("Of its file, where one was read") })
    .optional(),
  verdict: z.enum(["pass", "fail", "inconclusive"]).describe("Of the whole run; pass is conformant"),
  requirements: z.array(z.object({ id: z.string(), level: z.enum(LEVELS).optional(), verdict: z.enum(VERDICTS) })),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  attested: z.object({ by: tool, at: z.iso.datetime() }).describe("What made this statement, and when"),
});
type RunPredicate = z.infer<typeof runPredicate>;

/** What is not the record's own: who attests, and when. */
export type Attester = RunPredicate["attested"];

/** @param state of a finished run */
export function runPredicateOf(state: RunState, attested: Attester): RunPredicate {
  const { challenge, checklist, cluster } = state;
  const { minor, sha256 } = checklist ?? {};
  return {
    record: { root: state.rootHash, events: state.lastSeq },
    run: state.run,
    nonce: state.nonce,
    ...(challenge === undefined ? {} : { challenge: { text: challenge.text, salt: challenge.salt } }),
    tool: toolOf(state.tool),
    cluster: { version: cluster.version, platform: cluster.platform, uidHash: cluster.uidHash },
    ...(minor === undefined ? {} : { checklist: { minor, ...(sha256 === undefined ? {} : { digest: { sha256 } }) } }),
    verdict: conformance(state).verdict,
    requirements: state.requirements.map(({ id, level, verdict }) => ({
      id,
      ...(level === undefined ? {} : { level }),
      verdict,
    })),
    startedAt: state.startedAt,
    finishedAt: state.finishedAt ?? state.lastAt,
    attested,
  };
}

/** A tool as statements name it. */
export function toolOf({ name, version, sha256 }: Tool): RunPredicate["tool"] {
  return { name, version, ...(sha256 === undefined ? {} : { digest: { sha256 } }) };
}
