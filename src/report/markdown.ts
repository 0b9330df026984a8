import type { ReportSource } from "./source.js";
import { checklistInWords } from "./checklist.js";
import { overall } from "./overall.js";
import { between, checkSeconds, ran, requirementSeconds } from "./times.js";
import { markdownText as text } from "./markdown-text.js";
import { count, nameOf, span, titleOf, VERDICT_WORDS, verdictOf } from "./words.js";

const SIGN = { pass: "✅", fail: "❌", inconclusive: "❓", skip: "⏭️", "n/a": "➖" } as const;

/** summary.md: GitHub-flavoured Markdown for a job summary or a pull request. */
export function markdown(source: ReportSource): string {
  const { state, problems } = source;
  const { verdict, headline, because } = overall(state, problems);
  const checks = state.requirements.flatMap((one) => one.checks);
  const out = [
    `## ${SIGN[verdict]} ${headline}`,
    "",
    [
      `Kubernetes ${text(state.cluster.version)} (${text(state.cluster.platform)})`,
      count(checks.length, "check"),
      span(between(state.startedAt, state.lastAt)),
      `karat ${text(state.tool.version)}`,
      `run ${text(state.run)}`,
    ].join(" · "),
    "",
  ];
  if (state.checklist) out.push(`Held against ${text(checklistInWords(state.checklist))}.`, "");
  if (because) out.push(`**Inconclusive**: ${text(because)}.`, "");
  for (const problem of problems) out.push(`> ⚠️ ${text(problem)}`, "");
  const level = state.checklist ? (text: string) => ` ${text} |` : () => "";
  out.push(`| Requirement |${level("Level")} Verdict | Why | Time |`, `|---|${level("---")}---|---|---:|`);
  for (const one of state.requirements) {
    const verdict = verdictOf(one.verdict);
    const why = text(one.reason, 400);
    out.push(
      `| ${text(titleOf(one.id))} |${level(one.level ?? "")} ${sign(verdict)} | ${why} | ${ran(one) ? span(requirementSeconds(one) * 1000) : ""} |`,
    );
  }
  out.push("");
  for (const one of state.requirements.filter(({ checks }) => checks.length > 0)) {
    const open = verdictOf(one.verdict) === "fail" || verdictOf(one.verdict) === "inconclusive";
    out.push(`<details${open ? " open" : ""}><summary>${text(titleOf(one.id))}</summary>`, "");
    if (one.wording !== undefined) out.push(`> ${text(one.wording, 2000)}`, "");
    out.push("| Check | Kind | Verdict | What it shows | Why | Event | Time |", "|---|---|---|---|---|---:|---:|");
    for (const check of one.checks) {
      const cells = [
        text(nameOf(check.plan.id)),
        text(check.plan.kind),
        sign(verdictOf(check.verdict)),
        text(check.plan.proves, 300),
        text(check.reason, verdictOf(check.verdict) === "pass" ? 160 : 400),
        check.decidedBy === undefined ? "" : String(check.decidedBy),
        check.startedAt === undefined ? "" : span(checkSeconds(check) * 1000),
      ];
      out.push(`| ${cells.join(" | ")} |`);
    }
    out.push("", "</details>", "");
  }
  out.push(`Judge it again: \`karat verify\` on the run's folder. Root hash \`${text(state.rootHash)}\`.`, "");
  return out.join("\n");
}

function sign(verdict: keyof typeof SIGN): string {
  return `${SIGN[verdict]} ${VERDICT_WORDS[verdict].word}`;
}
