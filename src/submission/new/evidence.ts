import type { RequirementState, RunState } from "../../record/fold.js";
import { narrative } from "../../report/narrative.js";
import { requirementTest } from "../../report/names.js";
import { markdownText } from "../../report/markdown-text.js";
import { oneLine } from "../../report/visible.js";
import { nameOf, titleOf } from "../../report/words.js";
import { takesSuite } from "../evidence/suite.js";

/** Folder of what a run came to. */
const RESULTS = "results";
export const JUNIT = `${RESULTS}/junit.xml`;
export const RESULTS_JSON = `${RESULTS}/results.json`;
export const LOG = `${RESULTS}/e2e.log`;

/** References to what a run showed of a requirement, in the form that its minor's checklist asks for. */
export function evidenceOf(id: string, minor: string): string[] {
  const test = requirementTest(id);
  if (!takesSuite(minor)) return [pageOf(id), JUNIT];
  return [`file://${JUNIT}#${test}`, `file://${RESULTS_JSON}#${test}`, `file://${LOG}`];
}

/** Path of the page about one requirement. */
export function pageOf(id: string): string {
  return `${RESULTS}/${id}.md`;
}

/** What a run did about one requirement and saw, for people. */
export function evidencePage(run: RunState, requirement: RequirementState): string {
  const { id, verdict, reason, checks } = requirement;
  const by = `karat ${run.tool.version}, run ${run.run}, started ${run.startedAt}`;
  const parts = checks.flatMap((check) => [
    `## ${markdownText(nameOf(check.plan.id))}`,
    "",
    "```text",
    ...narrative(check),
    "```",
    "",
  ]);
  const head = [`# ${markdownText(titleOf(id))}: ${verdict}`, "", markdownText(oneLine(reason), 2_000), ""];
  const where = `Server version ${markdownText(run.cluster.version)}, on ${markdownText(run.cluster.platform)}; ${markdownText(by)}.`;
  return [...head, where, "", ...parts].join("\n");
}
