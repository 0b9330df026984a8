import { describe, expect, test } from "vitest";
import { e2eLog, goTestJson, type GoTestEvent } from "./gotest.js";
import { junit } from "./junit.js";
import { sampleSource } from "./testing.js";
import { HOSTILE, hostileSample } from "./testing-hostile.js";
import { sampleRun } from "./testing-run.js";

/** What the programme's validator takes from results.json: one JSON value a line, the last outcome of each test. */
function fromJson(text: string): Map<string, string> {
  const outcomes = new Map<string, string>();
  for (const line of text.trimEnd().split("\n")) {
    const { Action, Test } = JSON.parse(line) as GoTestEvent;
    if (Test !== undefined && ["pass", "fail", "skip"].includes(Action)) outcomes.set(Test, Action);
  }
  return outcomes;
}

/** The same from e2e.log. */
function fromLog(text: string): Map<string, string> {
  const outcomes = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, word, name] = /^\s*--- (PASS|FAIL|SKIP): (\S+)/.exec(line) ?? [];
    if (word !== undefined && name !== undefined) outcomes.set(name, word.toLowerCase());
  }
  return outcomes;
}

/** The same from junit.xml. */
function fromJunit(text: string): Map<string, string> {
  const outcomes = new Map<string, string>();
  for (const [, name = "", rest = ""] of text.matchAll(
    /<testcase name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    outcomes.set(name, /<(failure|error)/.test(rest) ? "fail" : /<skipped/.test(rest) ? "skip" : "pass");
  }
  return outcomes;
}

describe("the programme's artifacts", () => {
  const source = sampleSource(sampleRun());
  const outcomes = fromJson(goTestJson(source));

  test("results.json has an outcome for every requirement and check", () => {
    expect(outcomes.size).toBe(14);
    expect(outcomes.get("TestSecureAcceleratorAccess")).toBe("pass");
    expect(outcomes.get("TestGangScheduling")).toBe("fail");
    expect(outcomes.get("TestGangScheduling/two-gangs")).toBe("fail");
    expect(outcomes.get("TestGangScheduling/kueue")).toBe("skip");
  });

  test.each([
    ["a run", sampleRun()],
    ...HOSTILE.map((text) => [text.slice(0, 30), hostileSample(text)] as const),
  ] as const)("the three files agree on %j", (_, sample) => {
    const source = sampleSource(sample);
    const expected = fromJson(goTestJson(source));
    expect(fromLog(e2eLog(source))).toEqual(expected);
    expect(fromJunit(junit(source))).toEqual(expected);
    expect(expected.get("TestGangScheduling")).toBe("fail");
  });

  test("name server, tool and options with a time", () => {
    expect(e2eLog(source)).toMatch(
      /^ {4}2026-09-21T09:30:00\.000Z karat 0\.1\.0 run .* server version v1\.37\.2 .* options \{/,
    );
  });

  test("a test runs before it says anything, and everything that runs comes to an end", () => {
    const order = new Map<string, string[]>();
    for (const line of goTestJson(source).trimEnd().split("\n")) {
      const { Action, Test } = JSON.parse(line) as GoTestEvent;
      if (Test !== undefined) order.set(Test, [...(order.get(Test) ?? []), Action]);
    }
    expect(order.size).toBe(14);
    for (const actions of order.values()) expect(actions.join(" ")).toMatch(/^run (output )+(pass|fail|skip)$/);
  });

  test.each([
    ["did not finish", { ...sampleRun(), finished: false }, []],
    ["has a broken record", sampleRun(), ["line 3 was altered"]],
  ])("a run that %s is a FAIL as a whole", (_, sample, problems) => {
    const passing = { ...sample, checks: sample.checks.filter((check) => check.id.startsWith("dra_support/")) };
    const source = { ...sampleSource(passing), problems };
    expect(e2eLog(source).trimEnd().split("\n").slice(-2)[0]).toBe("FAIL");
    expect(
      e2eLog(sampleSource({ ...passing, finished: true }))
        .trimEnd()
        .split("\n")
        .slice(-2)[0],
    ).toBe("PASS");
  });
});
