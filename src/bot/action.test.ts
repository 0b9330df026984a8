import { afterEach, beforeEach, expect, test } from "vitest";
import { act } from "./action.js";
import { lineLog } from "./log.js";
import { WORKFLOW_TOKEN } from "./testing/authorise.js";
import { CHECK, commentEvent, FAST, KEYS, pullEvent } from "./testing/bot.js";
import { startGitHub, type FakeGitHub } from "./testing/github.js";

const PULL = 3;
let github: FakeGitHub;

beforeEach(async () => {
  github = await startGitHub(KEYS.publicKey);
  github.self = "github-actions[bot]";
  github.branches.set("main", github.objects.commit({ "README.md": "hello" }));
  const head = github.objects.commit({ "README.md": "hello", "v1.35/acme/PRODUCT.yaml": "a bad word" });
  github.pulls.set(PULL, { number: PULL, state: "open", head, base: "main", title: "" });
});
afterEach(() => github.close());

function run(event: string, payload: object) {
  const log = lineLog(
    "text",
    () => {},
    () => new Date(),
  );
  return act({ event, payload, token: WORKFLOW_TOKEN, apiUrl: github.url }, { check: CHECK, durations: FAST, log });
}

test("runs of a workflow keep one comment, with nothing to remember it by", async () => {
  expect(await run("pull_request_target", pullEvent(PULL, "opened", { installation: undefined }))).toMatchObject({
    end: "said",
    outcome: "failed",
  });
  expect(await run("issue_comment", commentEvent(PULL, "/explain INT-001"))).toMatchObject({ end: "said" });
  expect(await run("pull_request_target", pullEvent(PULL))).toMatchObject({ end: "said" });
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/bad[^]*\*\*INT-001\*\*/)]);
  expect(github.labels.get(PULL)).toEqual(["karat/failed", "v1.35"]);
});

test("what is no event to check ends without a request", async () => {
  expect(await run("push", {})).toEqual({ end: "ignored", why: "no event that the bot hears" });
  expect(await run("issue_comment", commentEvent(PULL, "/recheck", "Bot"))).toMatchObject({ end: "ignored" });
  expect(github.requests).toEqual([]);
});

test("what passes is waited for, what stays is said on the commit", async () => {
  let left = 4;
  github.fault = ({ path }) => (path.includes("/git/") && left-- > 0 ? { status: 502 } : undefined);
  expect(await run("pull_request_target", pullEvent(PULL))).toMatchObject({ end: "said" });
  github.fault = ({ path }) =>
    path.includes("/git/") ? { status: 403, headers: { "retry-after": "3000" } } : undefined;
  // Without the branch's commit there is nothing to check by.
  await expect(run("pull_request_target", pullEvent(PULL))).rejects.toMatchObject({ code: "later" });
  expect(github.statuses.at(-1)).toMatchObject({ state: "error" });
});
