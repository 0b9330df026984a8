import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reseal, unsealed, type Unsealed } from "./testing.js";
import { answerRecord, verifyAnswers } from "./testing-answers.js";

const HOUR = 60 * 60_000;

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-times-"));
  dir = answerRecord(join(root, "run"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const moved = (time: string, hours: number) => new Date(Date.parse(time) + hours * HOUR).toISOString();
/** Verifies the record after a change of its events, the chain made anew. */
function changed(change: (event: Unsealed, index: number) => void) {
  const events = unsealed(dir);
  events.forEach(change);
  reseal(dir, events);
  return verifyAnswers(dir);
}
const isEnd = (event: Unsealed) => event.type === "check.ended" && event.check === "a/positive";

describe("an event from before one above it", () => {
  test("is named: a check that ends before it starts", () => {
    const { outcome, problems } = changed((event) => {
      if (isEnd(event)) event.at = moved(event.at, -3);
    });
    expect(outcome).toBe("different");
    expect(problems).toMatchObject([{ code: "time", place: { file: "events.ndjson" } }]);
    expect(problems[0]?.what).toMatch(
      /line \d+ \(check.ended of a\/positive\) is of 2026-01-02T00:.*, 3.0 h before line \d+ above/,
    );
  });

  test("is named once where all after it are of then, too", () => {
    let later = false;
    const { problems } = changed((event) => {
      later ||= isEnd(event);
      if (!later) return;
      event.at = moved(event.at, -30);
      if ("observation" in event) event.observation.at = moved(event.observation.at, -30);
    });
    expect(problems.map(({ code }) => code)).toEqual(["time"]);
  });

  test("is named where it is by little steps", () => {
    const { problems } = changed((event, index) => {
      event.at = moved(event.at, -index);
      if ("observation" in event) event.observation.at = moved(event.observation.at, -index);
    });
    expect(problems.map(({ what }) => what)).toContainEqual(expect.stringContaining("3.0 h before line 1 above it"));
  });

  test("is none where the clock was set by an hour, forth or back, or the run was resumed the next day", () => {
    for (const hours of [1, -1, 24]) {
      let later = false;
      const { outcome, problems } = changed((event) => {
        later ||= isEnd(event);
        if (later) event.at = moved(event.at, hours);
      });
      expect({ hours, outcome, problems }).toEqual({ hours, outcome: "same", problems: [] });
      rmSync(dir, { recursive: true });
      answerRecord(dir);
    }
  });
});

describe("an observation", () => {
  const seen = (hours: number) =>
    changed((event) => {
      if ("observation" in event) event.observation.at = moved(event.observation.at, hours);
    }).problems.map(({ code, what }) => `${code}: ${what}`);

  test("is from no time before the run", () => {
    expect(seen(-50)[0]).toMatch(
      /^time: .*\(check.observed of a\/control\) holds answer as seen on 2025.*, 2 days before the run/,
    );
  });

  test("is not from after it was written down", () => {
    expect(seen(3)[0]).toMatch(/^time: .* 3.0 h after it was written down/);
  });

  test("may be an hour off", () => {
    expect([...seen(1), ...seen(-2)]).toEqual([]);
  });
});
