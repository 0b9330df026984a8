import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BotConfig } from "../config.js";
import { havePostgres, startPostgres, type ThrowAway } from "../testing/postgres.js";
import type { Verdict } from "../verdict.js";
import { storedMemory } from "./memory.js";
import { openStore } from "./open.js";
import { openQueue, type Ask, type Job, type Queue } from "./queue.js";
import type { Database } from "./sql.js";

const given = process.env["KARAT_TEST_POSTGRES_URL"];
const KINDS: BotConfig["store"]["kind"][] = given !== undefined || havePostgres() ? ["folder", "postgres"] : ["folder"];

const KEY = { repositoryId: 9_007_199_254_740_991, number: 12 };

const ask = (more: Partial<Ask> = {}): Ask => ({
  key: KEY,
  repository: "cncf/k8s",
  installation: 77,
  forced: false,
  explain: [],
  ...more,
});

describe.each(KINDS)("a store in a %s", (kind) => {
  let dir: string;
  let choice: BotConfig["store"];
  let server: ThrowAway | undefined;
  let database: Database;
  let time: number;
  const now = (): Date => new Date(time);
  const queueOf = (owner: string): Promise<Queue> => openQueue(database, { owner, lease: 1_000, now });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "karat-store-"));
    if (kind === "postgres" && given === undefined) server = startPostgres();
    choice = kind === "folder" ? { kind, path: join(dir, "store") } : { kind, url: given ?? server?.url ?? "" };
    database = await openStore(choice);
  }, 180_000);
  afterAll(async () => {
    await database.close();
    server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);
  beforeEach(async () => {
    time = Date.UTC(2026, 7, 1);
    for (const table of ["deliveries", "jobs", "verdicts", "comments"])
      await database.query(`delete from karat_${table}`);
  });

  test("a delivery counts once, and a pull request is one job however often it is asked for", async () => {
    const queue = await queueOf("a");
    expect(await queue.deliver("1", ask())).toBe(true);
    expect(await queue.deliver("1", ask())).toBe(false);
    expect(await queue.deliver("2", ask({ forced: true, explain: ["SPEC-004"] }))).toBe(true);
    expect(await queue.deliver("3", ask({ explain: ["INT-001", "SEM-GW"], repository: "cncf/renamed" }))).toBe(true);
    expect(await queue.deliver("4", undefined)).toBe(true);
    const job = await queue.take();
    expect(job).toEqual({
      key: KEY,
      repository: "cncf/renamed",
      installation: 77,
      forced: true,
      explain: ["SPEC-004", "INT-001", "SEM-GW"],
      asked: 3,
      attempts: 0,
      trouble: "",
    });
    expect(await queue.take()).toBeUndefined();
  });

  test("two bots never have the same job, and the one that gives no sign of life loses it", async () => {
    const [one, other] = [await queueOf("one"), await queueOf("other")];
    await one.deliver("1", ask());
    const job = (await one.take()) as Job;
    expect(await other.take()).toBeUndefined();
    time += 900;
    await one.renew(job);
    time += 900;
    expect(await other.take()).toBeUndefined();
    time += 200;
    const taken = (await other.take()) as Job;
    expect(taken).toEqual(job);
    // What the first says of it does not count any more.
    await one.done(job);
    await one.renew(job);
    time += 1_001;
    expect(await one.take()).toEqual(job);
  });

  test("what is asked for while a job runs is done after it", async () => {
    const queue = await queueOf("a");
    await queue.deliver("1", ask());
    const job = (await queue.take()) as Job;
    await queue.deliver("2", ask());
    expect(await queue.take()).toBeUndefined();
    await queue.done(job);
    const next = (await queue.take()) as Job;
    expect(next.asked).toBe(2);
    await queue.done(next);
    expect(await queue.take()).toBeUndefined();
    expect(await database.query("select 1 from karat_jobs")).toEqual([]);
  });

  test("a job that failed waits for its time, with what it failed of", async () => {
    const queue = await queueOf("a");
    await queue.deliver("1", ask());
    await queue.again((await queue.take()) as Job, new Date(time + 5_000), { attempts: 3, trouble: "x".repeat(1_000) });
    time += 4_999;
    expect(await queue.take()).toBeUndefined();
    time += 1;
    expect(await queue.take()).toMatchObject({ attempts: 3, trouble: "x".repeat(500) });
  });

  test("what is asked for while a try fails begins anew, with all its tries", async () => {
    const queue = await queueOf("a");
    await queue.deliver("1", ask());
    const job = (await queue.take()) as Job;
    await queue.deliver("2", ask());
    await queue.again(job, now(), { attempts: 9, trouble: "GitHub answers 502" });
    expect(await queue.take()).toMatchObject({ asked: 2, attempts: 0, trouble: "" });
  });

  test("of many questions that pile up, the last are kept, each whole", async () => {
    const queue = await queueOf("a");
    const ids = Array.from({ length: 90 }, (_, index) => `NOPE-${index + 10}`);
    for (const id of ids) await queue.deliver(id, ask({ explain: [id] }));
    const { explain = [] } = (await queue.take()) ?? {};
    expect(explain).toEqual(ids.slice(-explain.length));
    expect(explain.length).toBeGreaterThan(10);
    expect(explain.join(" ").length).toBeLessThanOrEqual(500);
  });

  test("jobs are taken in the order in which they are due", async () => {
    const queue = await queueOf("a");
    for (const number of [3, 1, 2]) {
      await queue.deliver(String(number), ask({ key: { ...KEY, number } }));
      time += 1;
    }
    const taken = [await queue.take(), await queue.take(), await queue.take()];
    expect(taken.map((job) => job?.key.number)).toEqual([3, 1, 2]);
  });

  test("old deliveries are forgotten", async () => {
    const queue = await queueOf("a");
    await queue.deliver("1", undefined);
    time += 10;
    await queue.deliver("2", undefined);
    await queue.forget(now());
    expect(await database.query("select id from karat_deliveries")).toEqual([{ id: "2" }]);
  });

  test("a verdict is remembered for its commits and rules, whatever characters it holds", async () => {
    const verdict: Verdict = {
      head: "a",
      base: "b",
      outcome: "none",
      folders: [],
      notes: ["\0 \ud800 \u{1f600} ' $1"],
    };
    const memory = storedMemory(database, "1", now);
    await memory.keepVerdict(KEY, verdict);
    await memory.keepVerdict(KEY, verdict);
    expect(await memory.verdict(KEY, "a", "b")).toEqual(verdict);
    expect(await memory.verdict(KEY, "a", "c")).toBeUndefined();
    expect(await memory.verdict({ ...KEY, number: 13 }, "a", "b")).toBeUndefined();
    expect(await storedMemory(database, "2", now).verdict(KEY, "a", "b")).toBeUndefined();
    expect(await memory.comment(KEY)).toBeUndefined();
    await memory.keepComment(KEY, 5_000_000_000);
    await memory.keepComment(KEY, 5_000_000_001);
    expect(await memory.comment(KEY)).toBe(5_000_000_001);
  });

  test("what is written at once is written whole or not at all", async () => {
    const failing = database.transaction(async (sql) => {
      await sql.query("insert into karat_comments values (1, 1, 1)");
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(await database.query("select 1 from karat_comments")).toEqual([]);
  });

  test("it opens again with all that was in it, and not for an older karat", async () => {
    const queue = await queueOf("dead");
    await queue.deliver("1", ask());
    await queue.take();
    await database.close();
    database = await openStore(choice);
    const next = await queueOf("next");
    // A folder has one user, so the last one is dead; of a server's nobody knows before the lease ends.
    if (kind === "postgres") time += 1_001;
    expect(await next.take()).toMatchObject({ key: KEY });
    await database.query("update karat_bot set version = 99");
    if (kind === "folder") await database.close();
    await expect(openStore(choice)).rejects.toMatchObject({ code: "store", message: "the store is of a newer karat" });
    if (kind === "folder") {
      const lite = await (await import("./pglite.js")).openFolder(join(dir, "store"));
      database = lite;
    }
    await database.query("update karat_bot set version = 1");
  }, 180_000);

  if (kind === "folder") {
    test("a folder in use is refused, one of a dead process is not", async () => {
      const lock = join(dir, "store", "lock");
      writeFileSync(lock, "1");
      await expect(openStore(choice)).rejects.toMatchObject({ code: "config" });
      await database.close();
      // Larger than any process's number.
      writeFileSync(lock, "4194305");
      database = await openStore(choice);
    }, 180_000);
  }
});

test("a server that is not there is told of", async () => {
  const choice = { kind: "postgres" as const, url: "postgres://127.0.0.1:1/karat" };
  await expect(openStore(choice)).rejects.toMatchObject({ code: "store" });
});
