import { tested } from "./checklist.js";
import type { RequirementState } from "../record/fold.js";
import type { Verdict } from "../record/verdict.js";
import { checkTest, requirementTest } from "./names.js";
import type { ReportSource } from "./source.js";
import { narrative } from "./narrative.js";
import { between, checkSeconds, requirementSeconds, seconds } from "./times.js";
import { verdictOf } from "./words.js";
import { oneLine } from "./visible.js";
import { element, textElement } from "./xml.js";

/** Characters of a reason in an attribute, where viewers show one line, and as text. */
const MESSAGE = 1_000;
const TEXT = 16_000;

interface Case {
  name: string;
  verdict: Verdict;
  reason: string;
  seconds: number;
  out: string;
}

/**
 * junit.xml: a suite a requirement; in it one case for the requirement under the programme's own test name, and one a
 * check below it. A fail is `<failure>`; inconclusive is `<error>`; skip and n/a are `<skipped>` with the reason.
 */
export function junit(source: ReportSource): string {
  const { state } = source;
  const suites = tested(state).map((requirement) => ({ requirement, cases: cases(requirement) }));
  const all = suites.flatMap((suite) => suite.cases);
  const total = seconds(between(state.startedAt, state.lastAt));
  const root = element(
    "testsuites",
    { name: `karat ${state.run}`, ...tally(all), time: decimal(total) },
    suites.map(({ requirement, cases }) =>
      element(
        "testsuite",
        {
          name: requirement.id,
          ...tally(cases),
          time: decimal(cases[0]?.seconds ?? 0),
          timestamp: state.startedAt,
        },
        [properties(source, requirement), ...cases.map((one) => testcase(requirement, one))],
      ),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function cases(requirement: RequirementState): Case[] {
  const checks = requirement.checks.map((check) => ({
    name: checkTest(requirement.id, check.plan.id),
    verdict: verdictOf(check.verdict),
    reason: check.reason,
    seconds: checkSeconds(check),
    out: narrative(check).join("\n"),
  }));
  const whole = {
    name: requirementTest(requirement.id),
    verdict: verdictOf(requirement.verdict),
    reason: requirement.reason,
    seconds: requirementSeconds(requirement),
    out: "",
  };
  return [whole, ...checks];
}

function testcase(requirement: RequirementState, one: Case): string {
  const children: string[] = [];
  const message = oneLine(one.reason, MESSAGE);
  const text = one.reason.slice(0, TEXT);
  if (one.verdict === "fail") children.push(textElement("failure", { message, type: "fail" }, text));
  if (one.verdict === "inconclusive") children.push(textElement("error", { message, type: "inconclusive" }, text));
  if (one.verdict === "skip" || one.verdict === "n/a")
    children.push(element("skipped", { message: `${one.verdict}: ${message}` }));
  if (one.out) children.push(textElement("system-out", {}, one.out));
  const attributes = { name: one.name, classname: `karat.${requirement.id}`, time: decimal(one.seconds) };
  return element("testcase", attributes, children);
}

function properties(source: ReportSource, requirement: RequirementState): string {
  const { state, problems } = source;
  const values: Record<string, string> = {
    verdict: verdictOf(requirement.verdict),
    kubernetes: state.cluster.version,
    platform: state.cluster.platform,
    cluster: state.cluster.uidHash,
    karat: state.tool.version,
    run: state.run,
    "record.root": state.rootHash,
    options: JSON.stringify(state.options),
  };
  if (state.checklist) values["checklist"] = state.checklist.minor;
  if (requirement.level !== undefined) values["level"] = requirement.level;
  if (problems.length > 0) values["record.problems"] = problems.join("; ");
  return element(
    "properties",
    {},
    Object.entries(values).map(([name, value]) => element("property", { name, value })),
  );
}

function tally(cases: readonly Case[]) {
  const of = (...verdicts: Verdict[]) => cases.filter((one) => verdicts.includes(one.verdict)).length;
  return { tests: cases.length, failures: of("fail"), errors: of("inconclusive"), skipped: of("skip", "n/a") };
}

function decimal(value: number): string {
  return value.toFixed(3);
}
