import type { VerifyOptions } from "../attest/verify.js";
import type { Rule } from "../submission/rule.js";
import { judge } from "./judge.js";
import { loadPull } from "./load-pull.js";
import { publish } from "./publish.js";
import { presentHead, type Pull } from "./pull.js";
import type { PullKey } from "./repository.js";
import { setStatus } from "./status.js";
import type { Outcome, Verdict } from "./verdict.js";
import type { Voice } from "./voice.js";

export interface CheckOptions {
  rules: readonly Rule[];
  /** Whether links are asked for. */
  links: boolean;
  /** Judges of the records that submissions hold. */
  verify: VerifyOptions;
  now: () => Date;
}

/** What was asked for. */
export interface Wish {
  key: PullKey;
  /** Even where a verdict is known. */
  forced: boolean;
  /** Ids of rules to explain. */
  explain: readonly string[];
}

export interface Result {
  /** `said`: it stands there; `moved`: another commit is the head meanwhile, do it again; `closed`: nobody asks. */
  end: "said" | "moved" | "closed";
  head?: string;
  outcome?: Outcome;
  /** Whether it was known before. */
  known?: boolean;
}

/**
 * Says of a pull request's present head what the rules say of it. An event is only a hint to look: whatever its order
 * or age, what counts is the head that GitHub names, asked for again right before anything is written.
 * @param pull as GitHub has it now
 */
export async function checkPull(
  voice: Voice,
  pull: Pull | undefined,
  wish: Wish,
  options: CheckOptions,
): Promise<Result> {
  const { github, at } = voice;
  if (!pull?.open) return { end: "closed" };
  const { head } = pull;
  const before = wish.forced ? undefined : await voice.memory.verdict(wish.key, head, pull.base);
  const verdict = before ?? (await freshVerdict(voice, wish.key, pull, options));
  const present = await presentHead(github, at, wish.key.number);
  if (present === undefined) return { end: "closed", head };
  if (present !== head) return { end: "moved", head };
  await publish(voice, wish.key, pull, verdict, wish.explain);
  // Another run may have said what it found of a newer one in between, and this has replaced it.
  const after = await presentHead(github, at, wish.key.number);
  if (after !== undefined && after !== head) return { end: "moved", head };
  return { end: "said", head, outcome: verdict.outcome, known: before !== undefined };
}

async function freshVerdict(
  { github, at, memory }: Voice,
  key: PullKey,
  pull: Pull,
  { rules, links, verify, now }: CheckOptions,
): Promise<Verdict> {
  await setStatus(github, at, pull.head, { state: "pending", description: "being checked" });
  const today = now().toISOString().slice(0, 10);
  const verdict = judge(await loadPull(github, at, pull, { today, links, verify }), pull, rules);
  await memory.keepVerdict(key, verdict);
  return verdict;
}
