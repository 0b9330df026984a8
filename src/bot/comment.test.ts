import { expect, test } from "vitest";
import { CHECK, commentEvent, idle, pullEvent, send } from "./testing/bot.js";
import type { Request } from "./testing/github.js";
import { GOOD, PULL, Scene } from "./testing/scene.js";
import { SELF } from "./testing/world.js";

const scene = new Scene();
const isComment = ({ method, path }: Request): boolean => method === "POST" && path.endsWith("/comments");

test("/recheck of a person judges again, of a bot it does not", async () => {
  let judged = 0;
  const counting = {
    ...CHECK,
    rules: CHECK.rules.map((rule) => ({
      ...rule,
      check: (...given: Parameters<typeof rule.check>) => (judged++, rule.check(...given)),
    })),
  };
  await scene.restart({ check: counting });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  await send(scene.bot, commentEvent(PULL, "/recheck", "Bot"), { event: "issue_comment" });
  await send(scene.bot, commentEvent(PULL, "please do not /recheck"), { event: "issue_comment" });
  await idle(scene.database);
  expect(judged).toBe(1);
  await send(scene.bot, commentEvent(PULL, "Mended:\n- /recheck"), { event: "issue_comment" });
  await idle(scene.database);
  expect(judged).toBe(2);
  expect(scene.own).toHaveLength(1);
});

test("/explain is answered in the one comment, and stays there after a push", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  await send(scene.bot, commentEvent(PULL, "/explain INT-001, spec-004\n/explain NOPE-1"), { event: "issue_comment" });
  await idle(scene.database);
  scene.push(GOOD);
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
  expect(scene.own[0]).toMatch(
    /\*\*INT-001\*\* A pull request changes the folder of one product[^]*\*\*SPEC-004\*\*[^]*NOPE-1/,
  );
  expect(scene.own[0]).toContain("nothing found against it");
});

test("only its own comment and labels are the bot's", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  const copied = { id: 1, number: PULL, body: scene.own[0] ?? "", login: "mallory" };
  scene.github.comments.unshift(copied);
  await scene.database.query("delete from karat_comments");
  scene.github.labels.set(PULL, ["v1.33", "karat/failed", "karat/needs-human", "help wanted", "v1.35"]);
  scene.push(GOOD, { "v1.36/acme/PRODUCT.yaml": GOOD });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.labels.toSorted()).toEqual(["help wanted", "karat/passed", "v1.33", "v1.35", "v1.36"]);
  expect(copied.body).toContain("the word bad");
  expect(scene.own).toHaveLength(1);
  const moved = scene.github.objects.commit({ "README.md": "hello", "v1.34/acme/PRODUCT.yaml": GOOD });
  scene.github.pulls.set(PULL, { number: PULL, state: "open", head: moved, base: "main", title: "" });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.labels.toSorted()).toEqual(["help wanted", "karat/passed", "v1.33", "v1.34"]);
});

test("an answer that is lost makes no second comment", async () => {
  let lost = false;
  scene.github.fault = (request) => {
    if (lost || !isComment(request)) return undefined;
    lost = true;
    return { drop: "after" };
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(lost).toBe(true);
  expect(scene.own).toHaveLength(1);
  expect(scene.github.writes.filter(isComment)).toHaveLength(1);
});

test("two that write at the same moment leave one comment", async () => {
  scene.github.fault = (request) => {
    if (isComment(request) && scene.own.length === 0) {
      const body = `<!-- karat-submission head=${scene.head} labels= explained= -->`;
      scene.github.comments.push({ id: 5, number: PULL, body, login: SELF });
    }
    return undefined;
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.github.comments.map(({ id }) => id)).toEqual([5]);
  expect(await scene.database.query("select comment from karat_comments")).toEqual([{ comment: 5 }]);
});

test("comments that were doubled, the newer go", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  scene.github.comments.push({ ...scene.github.comments[0]!, id: 5_000 });
  await scene.database.query("delete from karat_comments");
  await send(scene.bot, commentEvent(PULL, "/recheck"), { event: "issue_comment" });
  await idle(scene.database);
  expect(scene.github.comments.map(({ id }) => id)).toEqual([1_000]);
});

test("its comment that somebody deletes is written anew by the next event", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  scene.github.comments.length = 0;
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
});

test("its comment that somebody deletes while it is edited is written anew", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  scene.push(GOOD);
  scene.github.fault = ({ method }) => {
    if (method === "PATCH") scene.github.comments.length = 0;
    return undefined;
  };
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  expect(scene.own).toEqual([expect.stringContaining(scene.head)]);
  expect(scene.statusOf(scene.head)?.state).toBe("success");
});

test("its comment that a maintainer edits is put right, and stays the only one", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  for (const text of ["I took the marker away.", `${scene.own[0]} and more`]) {
    for (const comment of scene.github.comments) comment.body = text;
    await send(scene.bot, pullEvent(PULL));
    await idle(scene.database);
    expect(scene.own).toEqual([expect.stringMatching(/^<!-- karat-submission .*[^]*merges.<\/sub>\n$/)]);
  }
});

test("a list that does not have the new comment yet makes no second one", async () => {
  scene.github.fault = ({ method, path }) =>
    method === "GET" && /\/issues\/\d+\/comments/.test(path) && scene.own.length > 0 ? { body: [] } : undefined;
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  await send(scene.bot, commentEvent(PULL, "/recheck"), { event: "issue_comment" });
  await idle(scene.database);
  expect(scene.own).toHaveLength(1);
  expect(scene.github.writes.filter(isComment)).toHaveLength(1);
});
