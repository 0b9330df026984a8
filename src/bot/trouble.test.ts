import { RequestError } from "octokit";
import { expect, test } from "vitest";
import { eventually, FAST, idle, pullEvent, send } from "./testing/bot.js";
import { BAD, PULL, Scene } from "./testing/scene.js";
import { troubleOf } from "./trouble.js";

const scene = new Scene();

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
  scene.github.fault = ({ path }) => (path.includes("/git/") && left-- > 0 ? fault : undefined);
  const begun = performance.now();
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  const asked = "headers" in fault && "retry-after" in fault.headers ? 1_000 : 0;
  expect(performance.now() - begun).toBeGreaterThanOrEqual(asked);
  expect(left).toBeLessThan(1);
  expect(scene.statusOf(scene.head)?.state).toBe("failure");
  expect(scene.own).toHaveLength(1);
});

test.each([
  [{ "retry-after": "7" }, 7],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "160" }, 61],
  [{ "x-ratelimit-remaining": "0" }, 60],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon" }, 60],
  [{ "retry-after": "Fri, 31 Dec 2027 23:59:59 GMT" }, 60],
  [{ "retry-after": "999999" }, 3_600],
])("a rate limit with %j is waited for %i s", (headers, wait) => {
  const request = { method: "GET" as const, url: "https://api.github.com/x", headers: {} };
  const response = { status: 403, url: request.url, headers, data: {}, retryCount: 0 };
  const error = new RequestError("rate limit", 403, { request, response });
  expect(troubleOf(error, 100_000)).toMatchObject({ code: "later", wait });
});

test("what fails for good ends in a status that says so", async () => {
  scene.github.fault = ({ path }) => (path.includes("/git/blobs/") ? { status: 503 } : undefined);
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.statusOf(scene.head)).toMatchObject({ state: "error" });
  expect(scene.statusOf(scene.head)?.description).toMatch(
    /^could not be checked, \/recheck tries again: GitHub answers 503/,
  );
  expect(scene.own).toEqual([]);
});

test("what GitHub refuses is not tried again, and said in the log", async () => {
  scene.github.fault = ({ path, method }) =>
    method === "GET" && path.includes("/comments")
      ? { status: 403, message: "Resource not accessible by integration" }
      : undefined;
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(
    scene.github.requests.filter(({ method, path }) => method === "GET" && path.includes("/comments")),
  ).toHaveLength(1);
  expect(scene.statusOf(scene.head)?.state).toBe("error");
  expect(scene.bot.lines.join("")).toMatch(/GitHub refuses.*docs\/bot.md/);
});

test("what a stop breaks off is done at the next start", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  scene.github.fault = ({ path }) => (path.includes("/git/blobs/") ? { until: held } : undefined);
  await scene.restart({ durations: { ...FAST, answer: 60_000, finish: 50 } });
  await send(scene.bot, pullEvent(PULL));
  await eventually(() => scene.github.requests.some(({ path }) => path.includes("/git/blobs/")));
  await scene.bot.stop();
  expect(await scene.database.query("select 1 from karat_jobs")).toHaveLength(1);
  release();
  await scene.start();
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
});

test.each([
  ["status and comment", "POST", /\/comments$/],
  ["comment and labels", "POST", /\/labels$/],
  ["old labels and comment", "DELETE", /\/labels\//],
])("a bot that ends between %s leaves nothing half said", async (_, wanted, where) => {
  if (wanted === "DELETE") {
    scene.pushFiles({ "v1.34/acme/PRODUCT.yaml": BAD });
    await send(scene.bot, pullEvent(PULL));
    await idle(scene.database);
    scene.push(BAD);
  }
  let held = false;
  scene.github.fault = ({ method, path }) => {
    if (method !== wanted || !where.test(path)) return undefined;
    held = true;
    return { drop: "before" };
  };
  await send(scene.bot, pullEvent(PULL));
  await eventually(() => held);
  await scene.bot.stop();
  scene.github.fault = () => undefined;
  await scene.start();
  await idle(scene.database);
  expect(scene.statusOf(scene.head)?.state).toBe("failure");
  expect(scene.own).toEqual([expect.stringMatching(new RegExp(`head=${scene.head} labels=v1.35 `))]);
  expect(scene.labels.toSorted()).toEqual(["karat/failed", "v1.35"]);
});
