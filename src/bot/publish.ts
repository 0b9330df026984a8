import { MOST_EXPLAINED } from "./commands.js";
import { lookForComment } from "./comment.js";
import { versionOf } from "./folders.js";
import { addLabels, labelsOf, outcomeLabel, removeLabels } from "./labels.js";
import { NO_MARKER, VERSION_LABEL } from "./marker.js";
import type { Pull } from "./pull.js";
import { render } from "./render.js";
import type { PullKey } from "./repository.js";
import { say } from "./say.js";
import { setStatus, type Status } from "./status.js";
import type { Outcome, Verdict } from "./verdict.js";
import type { Voice } from "./voice.js";
import { statusDescription } from "./words.js";

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
  // In this order: a label that another run has added since is in its comment, which is read later.
  const labels = await labelsOf(github, at, number);
  const seen = await lookForComment(github, at, { number, self, known: await memory.comment(key) });
  const versions = versionLabels(verdict);
  const wanted = [outcomeLabel(outcome) ?? [], versions].flat();
  // Whatever is the bot's is in its comment as long as it is there, so that it knows it after being broken off.
  await removeLabels(github, at, number, { present: labels, wanted, own: seen.own?.marker.labels ?? [] });
  await say({ github, at, self, memory }, key, seen, ({ own, asked }) => {
    const before = own?.marker ?? NO_MARKER;
    const explained = latest([before.explained, asked, explain.filter((id) => !asked.includes(id))].flat());
    // A pull request that is about something else needs no comment.
    if (!own && outcome === "none" && explained.length === 0) return undefined;
    const added = versions.filter((label) => before.labels.includes(label) || !labels.includes(label));
    return { marker: { head, labels: added, explained }, text: render(verdict, pull.pageUrl, explained) };
  });
  await addLabels(github, at, number, { present: labels, wanted });
}

/** Each once, the last that were asked about. */
function latest(ids: readonly string[]): string[] {
  return [...new Set(ids.toReversed())].slice(0, MOST_EXPLAINED).toReversed();
}

function versionLabels({ folders }: Verdict): string[] {
  const versions = folders.map(({ directory }) => versionOf(directory));
  return [...new Set(versions)].filter((version) => VERSION_LABEL.test(version));
}
