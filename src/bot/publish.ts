import { MOST_EXPLAINED } from "./commands.js";
import { findComment, putComment } from "./comment.js";
import { versionOf } from "./folders.js";
import type { GitHub } from "./github.js";
import { labelsOf, outcomeLabel, setLabels } from "./labels.js";
import { markerLine, VERSION_LABEL } from "./marker.js";
import type { Memory } from "./memory.js";
import type { Pull } from "./pull.js";
import { render } from "./render.js";
import type { PullKey, Repository } from "./repository.js";
import { setStatus, type Status } from "./status.js";
import type { Outcome, Verdict } from "./verdict.js";
import { statusDescription } from "./words.js";

/** Where and as whom the bot speaks. */
export interface Voice {
  github: GitHub;
  at: Repository;
  /** Login of the bot itself. */
  self: string;
  memory: Memory;
}

const STATES: Readonly<Record<Outcome, Status["state"]>> = {
  passed: "success",
  // Whether it is good enough, a person says by approving.
  "needs-human": "success",
  failed: "failure",
  none: "success",
};

/**
 * Makes status, comment and labels say the verdict. Each is compared with what is there before, so to do it again, from
 * wherever it was broken off, changes nothing.
 * @param explain rules that somebody asked about since
 */
export async function publish(
  { github, at, self, memory }: Voice,
  key: PullKey,
  pull: Pull,
  verdict: Verdict,
  explain: readonly string[],
): Promise<void> {
  const { number } = key;
  const { outcome, head } = verdict;
  await setStatus(github, at, head, { state: STATES[outcome], description: statusDescription(verdict) });
  const present = await findComment(github, at, { number, self, known: await memory.comment(key) });
  const labels = await labelsOf(github, at, number);
  const versions = versionLabels(verdict);
  // What the bot adds now, or added before and still is there.
  const before = present?.marker.labels ?? [];
  const own = versions.filter((label) => before.includes(label) || !labels.includes(label));
  // A pull request that is about something else needs no comment.
  if (present || outcome !== "none" || explain.length > 0) {
    const explained = [...new Set([...(present?.marker.explained ?? []), ...explain])].slice(-MOST_EXPLAINED);
    const body = `${markerLine({ head, labels: own, explained })}\n${render(verdict, pull.pageUrl, explained)}`;
    await memory.keepComment(key, await putComment(github, at, { number, self }, present, body));
  }
  const wanted = [outcomeLabel(outcome) ?? [], versions].flat();
  await setLabels(github, at, number, { present: labels, wanted, own: before });
}

function versionLabels({ folders }: Verdict): string[] {
  const versions = folders.map(({ directory }) => versionOf(directory));
  return [...new Set(versions)].filter((version) => VERSION_LABEL.test(version));
}
