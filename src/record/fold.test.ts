import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GENESIS } from "./chain.js";
import { RECORD_FORMAT, type Event, type EventBody } from "./events.js";
import { fold, Folding, type CheckState, type RunState } from "./fold.js";
import { testJudgement } from "./testing.js";
import { CHECK_KINDS, requirementVerdict, VERDICTS, type CheckKind, type Verdict } from "./verdict.js";

/** Events as they would stand in a record; hashes are checked by the reader, so here they need not be right. */
function chained(bodies: readonly EventBody[]): Event[] {
  return bodies.map((body, index) => ({
    seq: index + 1,
    prev: GENESIS,
    at: "2026-01-01T00:00:00.000Z",
    hash: GENESIS,
    ...body,
  }));
}

const STARTED: EventBody = {
  type: "run.started",
  run: "r",
  nonce: "n",
  format: RECORD_FORMAT,
  tool: { name: "karat", version: "0" },
  cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
  options: {},
};

interface Told {
  id: string;
  kind: CheckKind;
  /** One attempt each: how far it got, and what came of it. */
  attempts: { observed: number; ends: "killed" | "interrupted" | "unjudged" | "pass" | "fail" | "inconclusive" }[];
  planned?: Extract<Verdict, "skip" | "n/a">;
}

/** What the runner writes for one check: an attempt after another, none after a pass or fail. */
function story({ id, attempts }: Told): EventBody[] {
  return attempts.flatMap(({ observed, ends }, index) => {
    const place = { check: id, attempt: index + 1 };
    const names = Array.from({ length: observed }, (_, number) => `fact-${number}`);
    const events: EventBody[] = [{ type: "check.started", ...place, namespace: "ns", devices: 0 }];
    for (const name of names) {
      const observation = { name, kind: "value", at: "2026-01-01T00:00:00.000Z", data: name } as const;
      events.push({ type: "check.step", ...place, text: "…" }, { type: "check.observed", ...place, observation });
    }
    if (ends === "killed") return events;
    const interruption = ends === "interrupted" ? { interruption: { kind: "crash", message: "x" } as const } : {};
    events.push({ type: "check.ended", ...place, observations: names, ...interruption });
    if (ends === "interrupted")
      events.push({ type: "check.judged", ...place, judgement: testJudgement("inconclusive") });
    else if (ends !== "unjudged") events.push({ type: "check.judged", ...place, judgement: testJudgement(ends) });
    events.push({ type: "check.cleaned", ...place, ok: true, left: [] });
    return events;
  });
}

function plan(checks: readonly Told[]): EventBody {
  return {
    type: "plan",
    checks: checks.map(({ id, kind, planned }) => {
      const base = { id, requirement: id.split("/")[0]!, kind, proves: id, seconds: { typical: 1, deadline: 2 } };
      return planned ? { ...base, verdict: planned, reason: "because" } : base;
    }),
  };
}

const retried = fc.record({
  observed: fc.nat(2),
  ends: fc.constantFrom("killed" as const, "interrupted" as const, "unjudged" as const, "inconclusive" as const),
});
const last = fc.record({
  observed: fc.nat(2),
  ends: fc.constantFrom(
    ...(["pass", "pass", "pass", "pass", "fail", "killed", "interrupted", "unjudged", "inconclusive"] as const),
  ),
});
const check = (id: string, kind: CheckKind): fc.Arbitrary<Told> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.array(retried, { maxLength: 1 }), last)
        .map(([before, end]): Told => ({ id, kind, attempts: [...before, end] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("skip" as const, "n/a" as const)
        .map((planned): Told => ({ id, kind, attempts: [], planned })),
    },
  );
const checks = fc.tuple(
  check("a/control", "control"),
  check("a/positive", "positive"),
  check("a/negative", "negative"),
  check("b/control", "control"),
  check("b/positive", "positive"),
);

/** A run whose checks ran side by side: events of one check keep their order, those of different ones do not. */
const interleaved = checks.chain((told) =>
  fc.tuple(fc.constant(told), fc.infiniteStream(fc.nat())).map(([told, picks]) => {
    const queues = told.map(story).filter((queue) => queue.length > 0);
    const events: EventBody[] = [STARTED, plan(told)];
    for (const pick of picks) {
      if (queues.length === 0) break;
      const at = pick % queues.length;
      events.push(queues[at]!.shift()!);
      if (queues[at]!.length === 0) queues.splice(at, 1);
    }
    return { told, events };
  }),
);

const verdicts = (state: RunState) => Object.fromEntries(state.requirements.map(({ id, verdict }) => [id, verdict]));
const checkVerdicts = (state: RunState) =>
  Object.fromEntries(
    state.requirements.flatMap(({ checks }) => checks.map(({ plan, verdict, reason }) => [plan.id, [verdict, reason]])),
  );

/** True when `after` calls nothing a pass that `before` called fail or inconclusive, or did not know. */
function noBetter(before: RunState, after: RunState): boolean {
  const was = verdicts(before);
  return after.requirements.every(({ id, verdict }) => verdict !== "pass" || was[id] === "pass");
}

describe("properties", () => {
  const runs = { numRuns: 400 };

  test("the generator does reach every verdict", () => {
    const seen = new Set<Verdict>();
    for (const { events } of fc.sample(interleaved, { numRuns: 500, seed: 1 })) {
      for (const { verdict } of fold(chained(events)).requirements) seen.add(verdict);
    }
    expect([...seen].sort()).toEqual([...VERDICTS].sort());
  });

  test("dropping any suffix never makes a pass", () => {
    fc.assert(
      fc.property(interleaved, fc.nat(), ({ events }, cut) => {
        const whole = fold(chained(events));
        expect(noBetter(whole, fold(chained(events.slice(0, 1 + (cut % events.length)))))).toBe(true);
      }),
      runs,
    );
  });

  test("dropping any one event never makes a pass, even when the rest is numbered anew", () => {
    fc.assert(
      fc.property(interleaved, ({ events }) => {
        const whole = fold(chained(events));
        for (const [index, { type }] of events.entries()) {
          if (index === 0) continue;
          expect({ type, ok: noBetter(whole, fold(chained(events.toSpliced(index, 1)))) }).toEqual({ type, ok: true });
        }
      }),
      { numRuns: 150 },
    );
  });

  test("dropping any one event from the middle leaves no pass at all: its number is missing", () => {
    fc.assert(
      fc.property(interleaved, fc.nat(), ({ events }, pick) => {
        const all = chained(events);
        fc.pre(all.length >= 3);
        const state = fold(all.toSpliced(1 + (pick % (all.length - 2)), 1));
        expect(state.requirements.map(({ verdict }) => verdict)).not.toContain("pass");
      }),
      runs,
    );
  });

  test("the order of checks that ran side by side does not matter", () => {
    fc.assert(
      fc.property(interleaved, ({ told, events }) => {
        const inOrder = fold(chained([STARTED, plan(told), ...told.flatMap(story)]));
        const mixed = fold(chained(events));
        expect(checkVerdicts(mixed)).toEqual(checkVerdicts(inOrder));
        expect(verdicts(mixed)).toEqual(verdicts(inOrder));
      }),
      runs,
    );
  });

  test("any stream of events at all is folded, and passes only with a judged pass in it", () => {
    const anything = interleaved.chain(({ events }) => fc.shuffledSubarray(events.slice(1)));
    const mayPass = ({ flaw, judgement, plan }: CheckState) =>
      flaw === undefined && (judgement?.verdict === "pass" || plan.verdict === "n/a");
    fc.assert(
      fc.property(anything, (events) => {
        const passed = fold(chained([STARTED, ...events])).requirements.filter(({ verdict }) => verdict === "pass");
        expect(passed.flatMap(({ checks }) => checks).filter((check) => !mayPass(check))).toEqual([]);
      }),
      runs,
    );
  });
});

describe("the reason", () => {
  const told = (attempts: Partial<Record<CheckKind, Told["attempts"][number]["ends"]>>) => {
    const list = CHECK_KINDS.map((kind): Told => ({
      id: `a/${kind}`,
      kind,
      attempts: [{ observed: 1, ends: attempts[kind] ?? "pass" }],
    }));
    const events = chained([STARTED, plan(list), ...list.flatMap(story)]);
    const requirement = fold(events).requirements[0]!;
    return { ...requirement, by: events.find((event) => event.seq === requirement.decidedBy) };
  };

  test("of a pass counts what held", () => {
    expect(told({})).toMatchObject({
      verdict: "pass",
      reason: "all 3 checks held (1 control, 1 positive, 1 negative)",
    });
  });

  test("of a fail names the failed check and its judgement's event", () => {
    const { verdict, reason, by } = told({ negative: "fail" });
    expect({ verdict, reason }).toEqual({ verdict: "fail", reason: "a/negative: test says fail" });
    expect(by).toMatchObject({ type: "check.judged", check: "a/negative" });
  });

  test("of a failed control says that nothing else proves anything", () => {
    expect(told({ control: "fail", positive: "fail" })).toMatchObject({
      verdict: "inconclusive",
      reason: "the control did not hold, so nothing else proves anything: a/control: test says fail",
    });
  });

  test("of a fail whose control was left out says that it proves nothing", () => {
    const list: Told[] = [
      { id: "a/control", kind: "control", attempts: [], planned: "skip" },
      { id: "a/positive", kind: "positive", attempts: [{ observed: 1, ends: "fail" }] },
    ];
    expect(fold(chained([STARTED, plan(list), ...list.flatMap(story)])).requirements[0]).toMatchObject({
      verdict: "inconclusive",
      reason: "not every control was tried, so a fail proves nothing: a/positive: test says fail",
    });
  });

  test.each([
    ["killed", /it started, and the record ends before it did/, "check.started"],
    ["interrupted", /it did not run to its end \(the check crashed\): x/, "check.ended"],
    ["unjudged", /it ended and was not judged/, "check.ended"],
  ] as const)("of a check that was %s says so and points to the event", (ends, reason, type) => {
    const state = told({ positive: ends });
    expect(state.verdict).toBe("inconclusive");
    expect(state.reason).toMatch(reason);
    expect(state.by).toMatchObject({ type, check: "a/positive" });
  });
});

describe("fail-closed", () => {
  const one = (events: EventBody[]) => fold(chained([STARTED, ...events])).requirements[0]?.checks[0];
  const told: Told = { id: "a/b", kind: "positive", attempts: [{ observed: 1, ends: "pass" }] };
  const [begun, , observed, ended, judged] = story(told);

  test("a repeated attempt after a fail does not turn it into a pass", () => {
    const failed = story({ ...told, attempts: [{ observed: 1, ends: "fail" }] });
    const again = story({
      ...told,
      attempts: [
        { observed: 1, ends: "killed" },
        { observed: 1, ends: "pass" },
      ],
    }).slice(3);
    const check = one([plan([told]), ...failed, ...again]);
    expect(check).toMatchObject({ verdict: "inconclusive", attempt: 2 });
    expect(check?.reason).toContain("repeated after the verdict fail");
  });

  test("an attempt that follows one that is not in the record proves nothing", () => {
    const second = story({ ...told, attempts: [{ observed: 0, ends: "killed" }, ...told.attempts] }).slice(1);
    expect(one([plan([told]), ...second])).toMatchObject({ verdict: "inconclusive", attempt: 2 });
    expect(one([plan([told]), ...second])?.reason).toContain("attempt 2 follows attempt 0");
  });

  test.each<[string, EventBody[], RegExp]>([
    ["a check in no plan", [begun!, observed!, ended!, judged!], /stands in no plan/],
    [
      "a pass in which nothing was expected",
      [
        plan([told]),
        begun!,
        observed!,
        ended!,
        { ...judged!, judgement: { verdict: "pass", reason: "", expectations: [] } } as EventBody,
      ],
      /nothing was expected/,
    ],
    [
      "a pass over a broken expectation",
      [
        plan([told]),
        begun!,
        observed!,
        ended!,
        { ...judged!, judgement: { ...testJudgement("fail"), verdict: "pass" } } as EventBody,
      ],
      /1 of its expectations did not hold/,
    ],
    [
      "a judge that says n/a",
      [
        plan([told]),
        begun!,
        observed!,
        ended!,
        { ...judged!, judgement: { ...testJudgement("pass"), verdict: "n/a" } } as EventBody,
      ],
      /a judge cannot say n\/a/,
    ],
    ["an observation made twice", [plan([told]), begun!, observed!, observed!, ended!, judged!], /stands twice/],
    [
      "an observation that was not listed",
      [plan([told]), begun!, observed!, { ...ended!, observations: [] } as EventBody, judged!],
      /not where the check says/,
    ],
    [
      "an observation after the end",
      [plan([told]), begun!, observed!, ended!, observed!, judged!],
      /while it was not running/,
    ],
    ["a second judgement", [plan([told]), begun!, observed!, ended!, judged!, judged!], /out of turn/],
    [
      "a plan that turns a negative check into a control",
      [plan([told]), plan([{ ...told, kind: "control" }]), begun!, observed!, ended!, judged!],
      /plan changed/,
    ],
    [
      "n/a without a reason",
      [
        {
          type: "plan",
          checks: [
            {
              id: "a/b",
              requirement: "a",
              kind: "positive",
              proves: "",
              seconds: { typical: 1, deadline: 1 },
              verdict: "n/a",
            },
          ],
        },
      ],
      /without a reason/,
    ],
  ])("%s is inconclusive", (_, events, reason) => {
    expect(one(events)).toMatchObject({ verdict: "inconclusive" });
    expect(one(events)?.reason).toMatch(reason);
  });
});

test("a finished run that was resumed is not finished until it says so again", () => {
  const finished: EventBody = { type: "run.finished", requirements: {}, cleaned: true };
  const resumed: EventBody = { type: "run.resumed", tool: { name: "karat", version: "0" } };
  expect(fold(chained([STARTED, finished]))).toMatchObject({ finished: true, declared: {} });
  expect(fold(chained([STARTED, finished, resumed]))).toMatchObject({ finished: false });
  expect(fold(chained([STARTED, finished, resumed]))).not.toHaveProperty("declared");
  expect(fold(chained([STARTED, finished, resumed, finished])).finished).toBe(true);
});

test("a state taken in the middle does not change what comes out at the end", () => {
  fc.assert(
    fc.property(interleaved, ({ events }) => {
      const all = chained(events);
      const folding = new Folding(all[0]!);
      for (const event of all.slice(1)) {
        folding.state();
        folding.take(event);
      }
      expect(folding.state()).toEqual(fold(all));
    }),
  );
});

test("events that do not begin with run.started are no run", () => {
  expect(() => fold(chained([{ type: "plan", checks: [] }]))).toThrow(/begins with plan/);
  expect(() => fold([])).toThrow(/no whole event/);
});

test("requirementVerdict: pass and fail need controls that were tried and held; a pass every other check as well", () => {
  const verdict = fc.constantFrom(...VERDICTS);
  const kind = fc.constantFrom(...CHECK_KINDS);
  fc.assert(
    fc.property(fc.array(fc.record({ kind, verdict }), { maxLength: 5 }), (checks) => {
      const whole = requirementVerdict(checks);
      if (whole !== "pass" && whole !== "fail") return;
      const settled = ({ verdict }: { verdict: Verdict }) => verdict === "pass" || verdict === "n/a";
      const controls = checks.filter((check) => check.kind === "control");
      expect(controls.some((check) => check.verdict === "pass")).toBe(true);
      expect((whole === "pass" ? checks : controls).every(settled)).toBe(true);
    }),
  );
});
