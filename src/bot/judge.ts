import { check } from "../submission/check.js";
import { proofTable } from "../submission/evidence/table.js";
import type { Rule } from "../submission/rule.js";
import type { LoadedFolder, LoadedPull } from "./load-pull.js";
import { folderVerdict, outcomeOf, type FolderVerdict, type Verdict } from "./verdict.js";

/** What the rules say of a pull request. Pure. */
export function judge(
  { folders, notes }: LoadedPull,
  { head, base }: { head: string; base: string },
  rules: readonly Rule[],
): Verdict {
  const judged = folders.map((folder) => judgeFolder(folder, rules));
  const said = [...notes, ...folders.flatMap((folder) => folder.notes), ...judged.flatMap(({ broken }) => broken)];
  const verdicts = judged.map(({ verdict }) => verdict);
  return { head, base, outcome: outcomeOf(verdicts, said), folders: verdicts, notes: said };
}

function judgeFolder(
  { directory, submission, unread, context, record }: LoadedFolder,
  rules: readonly Rule[],
): { verdict: FolderVerdict; broken: string[] } {
  if (!submission) {
    const verdict = folderVerdict(directory, [], { proven: [] });
    return { verdict: { ...verdict, ...(unread !== undefined && { unread }) }, broken: [] };
  }
  const { findings, broken } = check(submission, context, rules);
  const proven = (record?.table ?? proofTable(submission)).requirements.flatMap(({ id, status, class: proof }) =>
    proof === undefined ? [] : [{ requirement: id, status, proof }],
  );
  const { checklist } = context;
  const verdict = folderVerdict(directory, findings, { proven, ...(checklist && { checklist: checklist.minor }) });
  return {
    verdict,
    broken: broken.map(
      ({ rule }) =>
        `Rule ${rule} broke off in ${directory}, which is a bug of karat: what it would have found is not known.`,
    ),
  };
}
