import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "./store/sql.js";
import {
  CHECK,
  commentEvent,
  eventually,
  idle,
  KEYS,
  pullEvent,
  send,
  sharedStore,
  startTestBot,
  type TestBot,
} from "./testing/bot.js";
import { startGitHub, type FakeGitHub, type Request } from "./testing/github.js";
import { SELF } from "./testing/world.js";

const PULL = 7;
const GOOD = "metadata:\n  productName: fine\n";
const BAD = "metadata:\n  productName: bad\n";

let database: Database;
let github: FakeGitHub;
let bot: TestBot;

beforeAll(async () => {
  database = await sharedStore();
}, 120_000);
afterAll(() => database.close());

beforeEach(async () => {
  for (const table of ["deliveries", "jobs", "verdicts", "comments"])
    await database.query(`delete from karat_${table}`);
  github = await startGitHub(KEYS.publicKey);
  github.branches.set("main", github.objects.commit({ "README.md": "hello" }));
  push(BAD);
  bot = await startTestBot(github, database);
});
afterEach(async () => {
  await bot.stop();
  await github.close();
});

/** Makes a new head of the pull request. @returns its SHA */
function push(text: string, more: Record<string, string> = {}): string {
  const head = github.objects.commit({ "README.md": "hello", "v1.35/acme/PRODUCT.yaml": text, ...more });
  github.pulls.set(PULL, { number: PULL, state: "open", head, base: "main", title: "A title" });
  return head;
}

const head = (): string => github.pulls.get(PULL)?.head ?? "";
const own = (): string[] => github.comments.filter(({ login }) => login === SELF).map(({ body }) => body);
const statusOf = (sha: string) => github.statuses.findLast((one) => one.sha === sha);
const isComment = ({ method, path }: Request): boolean => method === "POST" && path.endsWith("/comments");

async function restart(): Promise<void> {
  await bot.stop();
  bot = await startTestBot(github, database);
}

test("a verdict is a status on the head, one comment and labels", async () => {
  expect(await send(bot, pullEvent(PULL, "opened"))).toBe(202);
  await idle(database);
  expect(github.statuses).toEqual([
    { sha: head(), context: "karat/submission", state: "pending", description: "being checked" },
    { sha: head(), context: "karat/submission", state: "failure", description: "1 error (v1.35/acme)" },
  ]);
  expect(own()).toEqual([expect.stringContaining("the word bad")]);
  expect(own()[0]).toContain(
    `https://github.com/cncf/k8s-ai-conformance/blob/${head()}/v1.35/acme/PRODUCT.yaml?plain=1#L2`,
  );
  expect(github.labels.get(PULL)).toEqual(["karat/failed", "v1.35"]);
});

test("ten redeliveries and a restart in between make one comment", async () => {
  const delivery = randomUUID();
  for (let time = 0; time < 5; time++) await send(bot, pullEvent(PULL), { delivery });
  await idle(database);
  const { length } = github.writes;
  await restart();
  for (let time = 0; time < 5; time++) expect(await send(bot, pullEvent(PULL), { delivery })).toBe(202);
  // The same by another id, as when somebody closes and opens it again.
  for (let time = 0; time < 5; time++) await send(bot, pullEvent(PULL));
  await idle(database);
  expect(own()).toHaveLength(1);
  expect(github.writes).toHaveLength(length);
});

test("events come in any order: what counts is the head that GitHub names", async () => {
  const older = head();
  const newer = push(GOOD);
  await send(bot, pullEvent(PULL, "synchronize", { pull_request: { head: { sha: newer } } }));
  await idle(database);
  await send(bot, pullEvent(PULL, "synchronize", { pull_request: { head: { sha: older } } }));
  await idle(database);
  expect(statusOf(older)).toBeUndefined();
  expect(statusOf(newer)?.state).toBe("success");
  expect(github.labels.get(PULL)).toEqual(["karat/passed", "v1.35"]);
  expect(own()[0]).toContain(newer);
});

test("a push during the check throws its result away", async () => {
  const older = head();
  let newer = "";
  github.fault = ({ path }) => {
    if (newer === "" && path.includes("/git/blobs/")) newer = push(GOOD);
    return undefined;
  };
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(statusOf(older)?.state).toBe("pending");
  expect(statusOf(newer)?.state).toBe("success");
  expect(own()).toHaveLength(1);
  expect(github.writes.filter(({ path }) => path.endsWith("/comments"))).toHaveLength(1);
  expect(own()[0]).not.toContain(older);
});

test("an event that comes while its pull request is checked is not lost", async () => {
  let sent = false;
  github.fault = ({ path, method }) => {
    if (sent || method !== "POST" || !path.includes("/labels")) return undefined;
    sent = true;
    push(GOOD);
    return { until: send(bot, pullEvent(PULL)) };
  };
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(statusOf(head())?.state).toBe("success");
  expect(github.labels.get(PULL)).toEqual(["v1.35", "karat/passed"]);
});

test.each([
  ["a wrong secret", { secret: "another secret" }],
  ["no signature", { headers: { "x-hub-signature-256": "" } }],
  ["a signature by SHA-1", { headers: { "x-hub-signature-256": "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709" } }],
])("with %s nothing is done", async (_, how) => {
  expect(await send(bot, pullEvent(PULL), how)).toBe(401);
  await sleep(50);
  expect(await database.query("select 1 from karat_deliveries")).toEqual([]);
  expect(github.requests).toEqual([]);
});

test("no other path, method, type or size of a body is heard", async () => {
  const status = async (path: string, init: RequestInit) => (await fetch(`${bot.url}${path}`, init)).status;
  expect(await status("/webhook", {})).toBe(405);
  expect(await status("/else", { method: "POST" })).toBe(404);
  expect(await status("/webhook", { method: "POST", body: new URLSearchParams({ payload: "{}" }) })).toBe(415);
  const headers = { "content-type": "application/json" };
  expect(await status("/webhook", { method: "POST", headers, body: " ".repeat(5 * 1024 ** 2) })).toBe(413);
  expect(await status("/healthz", {})).toBe(200);
  expect(github.requests).toEqual([]);
});

test("titles, closed pull requests and other events change nothing", async () => {
  await send(bot, pullEvent(PULL, "edited", { changes: { title: { from: "v1.99" } } }));
  await send(bot, pullEvent(PULL, "labeled"));
  await send(bot, { zen: "Keep it logically awesome." }, { event: "ping" });
  await send(bot, { action: "opened" });
  await idle(database);
  expect(github.requests).toEqual([]);
  github.pulls.set(PULL, { number: PULL, state: "closed", head: head(), base: "main", title: "" });
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(github.writes).toEqual([]);
});

test("another base branch is judged by, once the pull request goes to it", async () => {
  await send(bot, pullEvent(PULL, "edited", { changes: { base: { ref: { from: "main" } } } }));
  await idle(database);
  expect(own()).toHaveLength(1);
});

test("/recheck of a person judges again, of a bot it does not", async () => {
  let judged = 0;
  const counting = {
    ...CHECK,
    rules: CHECK.rules.map((rule) => ({
      ...rule,
      check: (...given: Parameters<typeof rule.check>) => (judged++, rule.check(...given)),
    })),
  };
  await bot.stop();
  bot = await startTestBot(github, database, { check: counting });
  await send(bot, pullEvent(PULL));
  await idle(database);
  await send(bot, commentEvent(PULL, "/recheck", "Bot"), { event: "issue_comment" });
  await send(bot, commentEvent(PULL, "please do not /recheck"), { event: "issue_comment" });
  await idle(database);
  expect(judged).toBe(1);
  await send(bot, commentEvent(PULL, "Mended:\n- /recheck"), { event: "issue_comment" });
  await idle(database);
  expect(judged).toBe(2);
  expect(own()).toHaveLength(1);
});

test("/explain is answered in the one comment, and stays there after a push", async () => {
  await send(bot, pullEvent(PULL));
  await idle(database);
  await send(bot, commentEvent(PULL, "/explain INT-001, spec-004\n/explain NOPE-1"), { event: "issue_comment" });
  await idle(database);
  push(GOOD);
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(own()).toHaveLength(1);
  expect(own()[0]).toMatch(
    /\*\*INT-001\*\* A pull request changes the folder of one product[^]*\*\*SPEC-004\*\*[^]*NOPE-1/,
  );
  expect(own()[0]).toContain("nothing found against it");
});

test("only its own comment and labels are the bot's", async () => {
  await send(bot, pullEvent(PULL));
  await idle(database);
  const copied = { id: 1, number: PULL, body: own()[0] ?? "", login: "mallory" };
  github.comments.unshift(copied);
  await database.query("delete from karat_comments");
  github.labels.set(PULL, ["v1.33", "karat/failed", "karat/needs-human", "help wanted", "v1.35"]);
  push(GOOD, { "v1.36/acme/PRODUCT.yaml": GOOD });
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(github.labels.get(PULL)?.toSorted()).toEqual(["help wanted", "karat/passed", "v1.33", "v1.35", "v1.36"]);
  expect(copied.body).toContain("the word bad");
  expect(own()).toHaveLength(1);
  const moved = github.objects.commit({ "README.md": "hello", "v1.34/acme/PRODUCT.yaml": GOOD });
  github.pulls.set(PULL, { number: PULL, state: "open", head: moved, base: "main", title: "" });
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(github.labels.get(PULL)?.toSorted()).toEqual(["help wanted", "karat/passed", "v1.33", "v1.34"]);
});

test("a pull request about something else gets a status and no comment", async () => {
  const other = github.objects.commit({ "README.md": "hello, you" });
  github.pulls.set(PULL, { number: PULL, state: "open", head: other, base: "main", title: "" });
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(statusOf(other)).toMatchObject({ state: "success", description: "no submission is changed" });
  expect(own()).toEqual([]);
  expect(github.labels.get(PULL) ?? []).toEqual([]);
});

test("an answer that is lost makes no second comment", async () => {
  let lost = false;
  github.fault = (request) => {
    if (lost || !isComment(request)) return undefined;
    lost = true;
    return { drop: "after" };
  };
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(lost).toBe(true);
  expect(own()).toHaveLength(1);
  expect(github.writes.filter(isComment)).toHaveLength(1);
});

test("two that write at the same moment leave one comment", async () => {
  github.fault = (request) => {
    if (isComment(request) && own().length === 0) {
      const body = `<!-- karat-submission head=${head()} labels= explained= -->`;
      github.comments.push({ id: 5, number: PULL, body, login: SELF });
    }
    return undefined;
  };
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(github.comments.map(({ id }) => id)).toEqual([5]);
  expect(await database.query("select comment from karat_comments")).toEqual([{ comment: 5 }]);
});

test("comments that were doubled, the newer go", async () => {
  await send(bot, pullEvent(PULL));
  await idle(database);
  github.comments.push({ ...github.comments[0]!, id: 5_000 });
  await database.query("delete from karat_comments");
  await send(bot, commentEvent(PULL, "/recheck"), { event: "issue_comment" });
  await idle(database);
  expect(github.comments.map(({ id }) => id)).toEqual([1_000]);
});

test.each([
  ["502", { status: 502 }],
  [
    "a secondary rate limit",
    { status: 403, headers: { "retry-after": "1" }, message: "You have exceeded a secondary rate limit" },
  ],
  [
    "a primary rate limit",
    {
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
      message: "API rate limit exceeded",
    },
  ],
  ["429", { status: 429, headers: { "retry-after": "1" } }],
  ["lost connections", { drop: "before" as const }],
  ["silence", { delay: 5_000 }],
])("%s is waited for", async (name, fault) => {
  let left = name === "502" || name === "lost connections" ? 7 : 1;
  github.fault = ({ path }) => (path.includes("/git/") && left-- > 0 ? fault : undefined);
  const begun = performance.now();
  await send(bot, pullEvent(PULL));
  await idle(database);
  const asked = "headers" in fault && "retry-after" in fault.headers ? 1_000 : 0;
  expect(performance.now() - begun).toBeGreaterThanOrEqual(asked);
  expect(left).toBeLessThan(1);
  expect(statusOf(head())?.state).toBe("failure");
  expect(own()).toHaveLength(1);
});

test("what fails for good ends in a status that says so", async () => {
  github.fault = ({ path }) => (path.includes("/git/blobs/") ? { status: 503 } : undefined);
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(statusOf(head())).toMatchObject({ state: "error" });
  expect(statusOf(head())?.description).toMatch(/^could not be checked, \/recheck tries again: GitHub answers 503/);
  expect(own()).toEqual([]);
});

test("what GitHub refuses is not tried again, and said in the log", async () => {
  github.fault = ({ path, method }) =>
    method === "GET" && path.includes("/comments")
      ? { status: 403, message: "Resource not accessible by integration" }
      : undefined;
  await send(bot, pullEvent(PULL));
  await idle(database);
  expect(github.requests.filter(({ method, path }) => method === "GET" && path.includes("/comments"))).toHaveLength(1);
  expect(statusOf(head())?.state).toBe("error");
  expect(bot.lines.join("")).toMatch(/GitHub refuses.*docs\/bot.md/);
});

test("what a stop breaks off is done at the next start", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  github.fault = ({ path }) => (path.includes("/git/blobs/") ? { until: held } : undefined);
  await bot.stop();
  bot = await startTestBot(github, database, {
    durations: { ...(await import("./testing/bot.js")).FAST, answer: 60_000, finish: 50 },
  });
  await send(bot, pullEvent(PULL));
  await eventually(() => github.requests.some(({ path }) => path.includes("/git/blobs/")));
  await bot.stop();
  expect(await database.query("select 1 from karat_jobs")).toHaveLength(1);
  release();
  bot = await startTestBot(github, database);
  await idle(database);
  expect(own()).toHaveLength(1);
});

test("no secret is logged, and nothing in the log forges a line", async () => {
  await send(
    bot,
    { ...pullEvent(PULL), action: "a\nb" },
    { event: "pull_request\u001b[31m".replace(/[^\x20-\x7e]/g, "?") },
  );
  await send(bot, pullEvent(PULL));
  await idle(database);
  const log = bot.lines.join("");
  for (const line of bot.lines) expect(line.trim()).not.toContain("\n");
  expect(log).not.toMatch(/PRIVATE KEY|ghs_|a webhook's secret/);
});
