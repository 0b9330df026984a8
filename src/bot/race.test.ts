import { afterEach, beforeEach, expect, test } from "vitest";
import { act } from "./action.js";
import { lineLog } from "./log.js";
import { WORKFLOW_TOKEN } from "./testing/authorise.js";
import { CHECK, commentEvent, FAST, KEYS, pullEvent } from "./testing/bot.js";
import { startGitHub, type FakeGitHub, type Request } from "./testing/github.js";

const PULL = 3;
let github: FakeGitHub;

beforeEach(async () => {
  github = await startGitHub(KEYS.publicKey);
  github.self = "github-actions[bot]";
  github.branches.set("main", github.objects.commit({ "README.md": "hello" }));
  push("a bad word");
});
afterEach(() => github.close());

function push(text: string, folder = "v1.35"): void {
  const head = github.objects.commit({ "README.md": "hello", [`${folder}/acme/PRODUCT.yaml`]: text });
  github.pulls.set(PULL, { number: PULL, state: "open", head, base: "main", title: "" });
}

function run(event: string, payload: object) {
  const log = lineLog(
    "text",
    () => {},
    () => new Date(),
  );
  return act({ event, payload, token: WORKFLOW_TOKEN, apiUrl: github.url }, { check: CHECK, durations: FAST, log });
}

const pushed = () => run("pull_request_target", pullEvent(PULL));

/** A person comments, and a run of the workflow hears of it. */
function says(body: string) {
  github.comments.push({ id: github.nextId++, number: PULL, body, login: "somebody" });
  return run("issue_comment", commentEvent(PULL, body));
}

const own = (): string[] => github.comments.filter(({ login }) => login === github.self).map(({ body }) => body);

/** Holds the first such request back until something else is done from its beginning to its end. */
function meanwhile(method: string, path: RegExp, work: () => Promise<unknown>): void {
  let begun = false;
  github.fault = (request: Request) => {
    if (begun || request.method !== method || !path.test(request.path)) return undefined;
    begun = true;
    return { until: work() };
  };
}

test("a run that edits the comment after a faster one takes no answer of it away", async () => {
  await pushed();
  meanwhile("PATCH", /\/issues\/comments\//, () => says("/explain SPEC-004"));
  expect(await says("/explain INT-001")).toMatchObject({ end: "said" });
  expect(own()).toEqual([expect.stringMatching(/explained=INT-001,SPEC-004 [^]*\*\*INT-001\*\*[^]*\*\*SPEC-004\*\*/)]);
});

test("the first comment of two runs is one, with the answers of both", async () => {
  meanwhile("POST", /\/comments$/, () => says("/explain SPEC-004"));
  await says("/explain INT-001");
  expect(own()).toEqual([expect.stringContaining("explained=INT-001,SPEC-004 ")]);
});

test("of six runs at once, slow and fast, none loses its answer or makes a comment of its own", async () => {
  const ids = ["INT-001", "SPEC-004", "SPEC-001", "SPEC-002", "ART-001", "NOPE-1"];
  let asked = 0;
  github.fault = () => ({ delay: (asked++ * 7) % 40 });
  await Promise.all(ids.map((id) => says(`/explain ${id}`)));
  expect(own()).toHaveLength(1);
  for (const id of ids) expect(own()[0]).toContain(`**${id}**`);
});

test("a verdict that is late does not stand in the place of a newer head's", async () => {
  await pushed();
  meanwhile("PATCH", /\/issues\/comments\//, () => (push("fine", "v1.36"), pushed()));
  expect(await says("/explain INT-001")).toMatchObject({ end: "said", outcome: "passed" });
  expect(own()).toEqual([expect.stringMatching(/nothing found against it[^]*\*\*INT-001\*\*/)]);
  expect(own()[0]).toContain(github.pulls.get(PULL)?.head);
  expect(github.labels.get(PULL)?.toSorted()).toEqual(["karat/passed", "v1.36"]);
});

test("a label that another run adds meanwhile stays the bot's", async () => {
  await pushed();
  push("fine", "v1.36");
  meanwhile("GET", /\/issues\/\d+\/labels/, pushed);
  await says("/explain SPEC-004");
  expect(github.labels.get(PULL)).toEqual(["karat/passed", "v1.36"]);
  push("fine", "v1.37");
  await pushed();
  expect(github.labels.get(PULL)).toEqual(["karat/passed", "v1.37"]);
});

test("a run that fails says so of the head that it failed at, not of a newer one", async () => {
  let failed = false;
  github.fault = ({ path }) => {
    if (failed || !path.includes("/git/blobs/")) return undefined;
    failed = true;
    push("fine");
    return { until: pushed(), status: 403, message: "Resource not accessible by integration" };
  };
  await expect(pushed()).rejects.toMatchObject({ code: "refused" });
  expect(github.statuses.findLast(({ sha }) => sha === github.pulls.get(PULL)?.head)?.state).toBe("success");
});
