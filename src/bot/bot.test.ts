import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { eventually, idle, pullEvent, send } from "./testing/bot.js";
import { GOOD, PULL, Scene } from "./testing/scene.js";
import { REPOSITORY } from "./testing/world.js";

const scene = new Scene();

test("a verdict is a status on the head, one comment and labels", async () => {
  expect(await send(scene.bot, pullEvent(PULL, "opened"))).toBe(202);
  await idle(scene.database);
  expect(scene.github.statuses).toEqual([
    { sha: scene.head, context: "karat/submission", state: "pending", description: "being checked" },
    { sha: scene.head, context: "karat/submission", state: "failure", description: "1 error (v1.35/acme)" },
  ]);
  expect(scene.own).toEqual([expect.stringContaining("the word bad")]);
  expect(scene.own[0]).toContain(
    `https://github.com/cncf/k8s-ai-conformance/blob/${scene.head}/v1.35/acme/PRODUCT.yaml?plain=1#L2`,
  );
  expect(scene.labels).toEqual(["karat/failed", "v1.35"]);
});

test("ten redeliveries and a restart in between make one comment", async () => {
  const delivery = randomUUID();
  for (let time = 0; time < 5; time++) await send(scene.bot, pullEvent(PULL), { delivery });
  await idle(scene.database);
  const { length } = scene.github.writes;
  await scene.restart();
  for (let time = 0; time < 5; time++) expect(await send(scene.bot, pullEvent(PULL), { delivery })).toBe(202);
  // The same by another id, as when somebody closes and opens it again.
  for (let time = 0; time < 5; time++) await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
  expect(scene.github.writes).toHaveLength(length);
});

test("events come in any order: what counts is the head that GitHub names", async () => {
  const older = scene.head;
  const newer = scene.push(GOOD);
  await send(scene.bot, pullEvent(PULL, "synchronize", { pull_request: { head: { sha: newer } } }));
  await idle(scene.database);
  await send(scene.bot, pullEvent(PULL, "synchronize", { pull_request: { head: { sha: older } } }));
  await idle(scene.database);
  expect(scene.statusOf(older)).toBeUndefined();
  expect(scene.statusOf(newer)?.state).toBe("success");
  expect(scene.labels).toEqual(["karat/passed", "v1.35"]);
  expect(scene.own[0]).toContain(newer);
});

test("a push during the check throws its result away", async () => {
  const older = scene.head;
  let newer = "";
  scene.github.fault = ({ path }) => {
    if (newer === "" && path.includes("/git/blobs/")) newer = scene.push(GOOD);
    return undefined;
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.statusOf(older)?.state).toBe("pending");
  expect(scene.statusOf(newer)?.state).toBe("success");
  expect(scene.own).toHaveLength(1);
  expect(scene.github.writes.filter(({ path }) => path.endsWith("/comments"))).toHaveLength(1);
  expect(scene.own[0]).not.toContain(older);
});

test("an event that comes while its pull request is checked is not lost", async () => {
  let sent = false;
  scene.github.fault = ({ path, method }) => {
    if (sent || method !== "POST" || !path.includes("/labels")) return undefined;
    sent = true;
    scene.push(GOOD);
    return { until: send(scene.bot, pullEvent(PULL)) };
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.statusOf(scene.head)?.state).toBe("success");
  expect(scene.labels).toEqual(["v1.35", "karat/passed"]);
});

test("titles, closed pull requests and other events change nothing", async () => {
  await send(scene.bot, pullEvent(PULL, "edited", { changes: { title: { from: "v1.99" } } }));
  await send(scene.bot, pullEvent(PULL, "labeled"));
  await send(scene.bot, { zen: "Keep it logically awesome." }, { event: "ping" });
  await send(scene.bot, { action: "opened" });
  await idle(scene.database);
  expect(scene.github.requests).toEqual([]);
  scene.github.pulls.set(PULL, { number: PULL, state: "closed", head: scene.head, base: "main", title: "" });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.github.writes).toEqual([]);
});

test("another base branch is judged by, once the pull request goes to it", async () => {
  await send(scene.bot, pullEvent(PULL, "edited", { changes: { base: { ref: { from: "main" } } } }));
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
});

test("a pull request about something else gets a status and no comment", async () => {
  const other = scene.github.objects.commit({ "README.md": "hello, you" });
  scene.github.pulls.set(PULL, { number: PULL, state: "open", head: other, base: "main", title: "" });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.statusOf(other)).toMatchObject({ state: "success", description: "no submission is changed" });
  expect(scene.own).toEqual([]);
  expect(scene.labels).toEqual([]);
});

test("a pull request that is closed during the check gets no word more", async () => {
  scene.github.fault = ({ path }) => {
    if (path.includes("/git/blobs/")) scene.close();
    return undefined;
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.github.statuses.map(({ state }) => state)).toEqual(["pending"]);
  expect(scene.own).toEqual([]);
  expect(scene.labels).toEqual([]);
});

test("a push that is taken back during the check is judged, and the one in between is not", async () => {
  const first = scene.head;
  let second = "";
  scene.github.fault = ({ path }) => {
    if (second !== "" || !path.includes("/git/blobs/")) return undefined;
    second = scene.push(GOOD);
    return { until: send(scene.bot, pullEvent(PULL)) };
  };
  await send(scene.bot, pullEvent(PULL));
  await eventually(() => scene.statusOf(second)?.state === "success");
  const pull = scene.github.pulls.get(PULL);
  if (pull) pull.head = first;
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.own).toEqual([expect.stringContaining(`head=${first}`)]);
  expect(scene.labels.toSorted()).toEqual(["karat/failed", "v1.35"]);
});

test("a repository that is renamed has the same one comment", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  // A job of before the rename has the old name, from which GitHub leads on.
  scene.github.fault = ({ method, path }) => {
    const [, rest] = /^\/repos\/cncf\/old-name(\/.*)$/.exec(path) ?? [];
    if (rest === undefined) return undefined;
    const location = `${scene.github.url}/repos/cncf/k8s-ai-conformance${rest}`;
    return { status: method === "GET" ? 301 : 307, headers: { location } };
  };
  const repository = { id: REPOSITORY.id, full_name: "cncf/old-name" };
  scene.push(GOOD);
  await send(scene.bot, pullEvent(PULL, "synchronize", { repository }));
  await idle(scene.database);
  expect(scene.statusOf(scene.head)?.state).toBe("success");
  expect(scene.own).toEqual([expect.stringContaining(scene.head)]);
  expect(scene.labels.toSorted()).toEqual(["karat/passed", "v1.35"]);
});

test.each(["mallory/k8s-ai-conformance", "cncf/k8s-ai-conformance", undefined])(
  "of a pull request from %s only the repository that it goes to is asked",
  async (from) => {
    const pull = scene.github.pulls.get(PULL);
    if (pull && from !== undefined) pull.from = from;
    await send(scene.bot, pullEvent(PULL));
    await idle(scene.database);
    expect(scene.statusOf(scene.head)?.state).toBe("failure");
    for (const { path } of scene.github.requests)
      expect(path).toMatch(/^\/(?:app|repos\/cncf\/k8s-ai-conformance\/.*)/);
  },
);
