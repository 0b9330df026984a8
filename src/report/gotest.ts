import type { Verdict } from "../record/verdict.js";
import { tested } from "./checklist.js";
import { checkTest, requirementTest } from "./names.js";
import { overall } from "./overall.js";
import type { ReportSource } from "./source.js";
import { between, checkSeconds, requirementSeconds, seconds } from "./times.js";
import { told } from "./told.js";
import { oneLine } from "./visible.js";
import { verdictOf } from "./words.js";

/** One line of `go test -json` (Go's cmd/test2json): the dialect that the programme's validator reads results.json in. */
export interface GoTestEvent {
  /** RFC 3339. */
  Time: string;
  Action: "start" | "run" | "output" | "pass" | "fail" | "skip";
  Package: string;
  /** Test or "Test/sub-test"; absent on what concerns the whole run. */
  Test?: string;
  /** Seconds; on pass, fail and skip. */
  Elapsed?: number;
  /** One line of e2e.log with its newline; on output. */
  Output?: string;
  /** karat's own: the verdict behind pass, fail or skip. An inconclusive test is a "fail" in this dialect. */
  Verdict?: Verdict;
}

const PACKAGE = "karat";

/** Go knows three outcomes. Fail-closed: inconclusive is a fail, as a crashed Go test is. */
const OUTCOME = { pass: "pass", fail: "fail", inconclusive: "fail", skip: "skip", "n/a": "skip" } as const;

/** results.json: the run as `go test -json` would tell it, one JSON object a line. */
export function goTestJson(source: ReportSource): string {
  return goTestEvents(source)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
}

/** e2e.log: the run as `go test -v` would tell it; plain text in the order of time, then every outcome. */
export function e2eLog(source: ReportSource): string {
  return goTestEvents(source)
    .map((event) => event.Output ?? "")
    .join("");
}

/** The run in Go's terms. What a cluster said always stands behind a time stamp, so it cannot forge an outcome line. */
function goTestEvents(source: ReportSource): GoTestEvent[] {
  const teller = new Teller();
  teller.out.push({ Time: source.state.startedAt, Action: "start", Package: PACKAGE });
  tellRun(source, teller);
  tellOutcomes(source, teller);
  return teller.out;
}

class Teller {
  readonly out: GoTestEvent[] = [];
  readonly #begun = new Set<string>();

  say(at: string, text: string, test?: string): void {
    const of = test === undefined ? {} : { Test: test };
    this.out.push({ Time: at, Action: "output", Package: PACKAGE, ...of, Output: `${text}\n` });
  }

  /** Go names a test before it says anything about it. */
  begin(at: string, test: string): void {
    if (this.#begun.has(test)) return;
    this.#begun.add(test);
    this.out.push({ Time: at, Action: "run", Package: PACKAGE, Test: test });
    this.say(at, `=== RUN   ${test}`, test);
  }

  settle(at: string, test: string, outcome: { verdict: Verdict; seconds: number; reason: string }): void {
    const { verdict, reason } = outcome;
    const action = OUTCOME[verdict];
    const indent = test.includes("/") ? "    " : "";
    const elapsed = outcome.seconds.toFixed(2);
    this.begin(at, test);
    this.say(at, `${indent}--- ${action.toUpperCase()}: ${test} (${elapsed}s)`, test);
    this.say(at, `${indent}    ${at} ${verdict}: ${oneLine(reason)}`, test);
    this.out.push({
      Time: at,
      Action: action,
      Package: PACKAGE,
      Test: test,
      Elapsed: Number(elapsed),
      Verdict: verdict,
    });
  }
}

function tellRun({ state, events }: ReportSource, teller: Teller): void {
  const requirementOf = new Map(
    state.requirements.flatMap(({ id, checks }) => checks.map((check) => [check.plan.id, id] as const)),
  );
  for (const event of events) {
    const text = told(event);
    const check = "check" in event ? event.check : undefined;
    const requirement = check === undefined ? undefined : requirementOf.get(check);
    if (check === undefined || requirement === undefined) {
      if (text) teller.say(event.at, `    ${event.at} ${text}`);
      continue;
    }
    const test = checkTest(requirement, check);
    teller.begin(event.at, requirementTest(requirement));
    teller.begin(event.at, test);
    if (text) teller.say(event.at, `    ${event.at} ${test}: ${text}`, test);
  }
}

function tellOutcomes({ state, problems }: ReportSource, teller: Teller): void {
  const end = state.lastAt;
  for (const problem of problems) teller.say(end, `    ${end} the record is not sound: ${oneLine(problem)}`);
  const whole = overall(state, problems).verdict;
  // Without a checklist a run of which nothing was asked is no failure in Go's terms.
  let action: "pass" | "fail" = "pass";
  if (problems.length > 0 || !state.finished || (state.checklist && whole !== "pass")) action = "fail";
  for (const requirement of tested(state)) {
    const { id, reason } = requirement;
    const verdict = verdictOf(requirement.verdict);
    if (OUTCOME[verdict] === "fail") action = "fail";
    teller.settle(end, requirementTest(id), { verdict, reason, seconds: requirementSeconds(requirement) });
    for (const check of requirement.checks) {
      teller.settle(end, checkTest(id, check.plan.id), {
        verdict: verdictOf(check.verdict),
        reason: check.reason,
        seconds: checkSeconds(check),
      });
    }
  }
  const elapsed = seconds(between(state.startedAt, end)).toFixed(3);
  teller.say(end, action.toUpperCase());
  teller.say(end, `${action === "pass" ? "ok  " : "FAIL"}\t${PACKAGE}\t${elapsed}s`);
  teller.out.push({ Time: end, Action: action, Package: PACKAGE, Elapsed: Number(elapsed) });
}
