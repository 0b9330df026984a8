import { expect, test } from "vitest";
import { eventually, FAST, idle, pullEvent, send } from "./testing/bot.js";
import { PULL, Scene } from "./testing/scene.js";

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
