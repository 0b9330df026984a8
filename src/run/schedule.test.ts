import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Needs } from "./check.js";
import type { AcceleratorPool } from "./inventory.js";
import { Places, type Lease } from "./places.js";
import { forecast, runAll, Schedule, type Task } from "./schedule.js";

function pool(node: string, free: number, access: AcceleratorPool["access"] = "dra", vendor = "v"): AcceleratorPool {
  const devices = Array.from({ length: free }, (_, index) => ({ id: `${node}/${access}/${index}`, attributes: {} }));
  return { node, access, vendor, devices, free };
}

const task = (id: string, needs: Needs, seconds = 1): Task => ({
  id,
  requirement: "r",
  kind: "positive",
  needs,
  seconds,
});

const pools = fc
  .array(
    fc.record({
      node: fc.constantFrom("n1", "n2"),
      vendor: fc.constantFrom("v", "w"),
      free: fc.integer({ min: 0, max: 4 }),
      access: fc.constantFrom("dra" as const, "device-plugin" as const),
    }),
    { maxLength: 4 },
  )
  .map((specs) => specs.map(({ node, free, access, vendor }) => pool(node, free, access, vendor)));

/** Mostly such needs as can be met side by side, or the rules would hardly be put to the test. */
const devices: fc.Arbitrary<Needs> = fc.record({ devices: fc.integer({ min: 0, max: 2 }) });
const access = fc.constantFrom("dra" as const, "device-plugin" as const);
const needs: fc.Arbitrary<Needs> = fc.oneof(
  { weight: 6, arbitrary: devices },
  { weight: 4, arbitrary: fc.record({ devices: fc.integer({ min: 0, max: 5 }), access }) },
  { weight: 2, arbitrary: fc.record({ node: fc.constant("whole" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ node: fc.constant("whole" as const), devices: fc.integer({ min: 1, max: 3 }), access }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ nodes: fc.constant("every" as const), devices: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ cluster: "alone" as const }) },
);

/** Tasks that wait for earlier ones only, so never in a circle. */
const tasks = fc
  .array(
    fc.record({
      needs,
      seconds: fc.integer({ min: 0, max: 9 }),
      after: fc.oneof(
        { weight: 3, arbitrary: fc.constant<number[]>([]) },
        { weight: 1, arbitrary: fc.array(fc.nat(), { maxLength: 2 }) },
      ),
    }),
    {
      maxLength: 12,
    },
  )
  .map((specs) =>
    specs.map((spec, index) =>
      task(
        `r/c${index}`,
        { ...spec.needs, ...(index > 0 ? { after: spec.after.map((pick) => `r/c${pick % index}`) } : {}) },
        spec.seconds,
      ),
    ),
  );

/** Every rule that leases must keep at one moment. */
function collision(running: readonly { task: Task; lease: Lease }[]): string | undefined {
  const alone = running.filter(({ lease }) => lease.alone);
  if (alone.length > 0 && running.length > 1) return "alone beside others";
  const users = running
    .filter(({ lease }) => lease.whole || lease.devices > 0)
    .flatMap(({ lease }) => lease.pools.map((pool) => ({ lease, pool })));
  for (const { lease, pool } of users) {
    const others = users.filter((other) => other.lease !== lease && other.pool.node === pool.node);
    if (lease.whole && others.length > 0) return "a whole node shared";
    if (others.some((other) => other.pool !== pool && other.pool.vendor === pool.vendor)) {
      return "two ways to the same devices";
    }
    const inPool = users.filter((other) => other.pool === pool);
    const used = inPool.reduce((sum, other) => sum + other.lease.devices, 0);
    if (used > pool.free) return "a device leased twice";
  }
  return undefined;
}

describe("runAll", () => {
  test("keeps every rule at every moment, and runs all that can be run once each", async () => {
    await fc.assert(
      fc.asyncProperty(pools, tasks, fc.scheduler(), async (pools, tasks, order) => {
        const running: { task: Task; lease: Lease }[] = [];
        const ran: string[] = [];
        const all = runAll(tasks, new Places(pools), async (task, lease) => {
          for (const id of task.needs.after ?? []) {
            if (tasks.some((other) => other.id === id && new Places(pools).possible(other.needs)))
              expect(ran).toContain(id);
          }
          expect(lease.devices).toBeGreaterThanOrEqual(task.needs.devices ?? 0);
          if (task.needs.access) expect(lease.pool?.access).toBe(task.needs.access);
          if (task.needs.nodes) expect(lease.pools).toEqual(new Places(pools).candidates(task.needs));
          const entry = { task, lease };
          running.push(entry);
          expect(collision(running)).toBeUndefined();
          await order.schedule(Promise.resolve());
          running.splice(running.indexOf(entry), 1);
          ran.push(task.id);
          return true;
        });
        await order.waitFor(all);
        const left = (await all).map(({ id }) => id);
        expect(new Set(ran).size).toBe(ran.length);
        expect([...ran, ...left].sort()).toEqual(tasks.map(({ id }) => id).sort());
        const impossible = tasks.filter(({ needs }) => !new Places(pools).possible(needs)).map(({ id }) => id);
        expect(left.sort()).toEqual(impossible.sort());
      }),
      { numRuns: 300 },
    );
  });

  test("does not give devices away that were not released", async () => {
    const ran: string[] = [];
    const left = await runAll(
      [task("r/a", { devices: 2 }, 5), task("r/b", { devices: 1 }), task("r/c", {})],
      new Places([pool("n1", 2)]),
      async ({ id }) => {
        ran.push(id);
        return id !== "r/a";
      },
    );
    expect(ran.sort()).toEqual(["r/a", "r/c"]);
    expect(left.map(({ id }) => id)).toEqual(["r/b"]);
  });

  test("lets others go on when a check waits in vain for a whole node", async () => {
    const ran: string[] = [];
    const left = await runAll(
      [task("r/stuck", { devices: 1 }, 9), task("r/whole", { node: "whole" }, 5), task("r/small", { devices: 1 }, 1)],
      new Places([pool("n1", 2)]),
      async ({ id }) => {
        ran.push(id);
        return id !== "r/stuck";
      },
    );
    expect([ran, left.map(({ id }) => id)]).toEqual([["r/stuck", "r/small"], ["r/whole"]]);
  });

  test("starts nothing more once aborted", async () => {
    let aborted = false;
    const ran: string[] = [];
    const left = await runAll(
      [task("r/a", { devices: 1 }, 5), task("r/b", { devices: 1 })],
      new Places([pool("n1", 1)]),
      async ({ id }) => {
        ran.push(id);
        aborted = true;
        return true;
      },
      { aborted: () => aborted },
    );
    expect([ran, left.map(({ id }) => id)]).toEqual([["r/a"], ["r/b"]]);
  });
});

describe("Schedule", () => {
  test("starts the longest chain first, and what wants the cluster alone last", () => {
    const schedule = new Schedule(
      [
        task("r/short", { devices: 1 }, 5),
        task("r/head", { devices: 1 }, 1),
        task("r/tail", { devices: 1, after: ["r/head"] }, 10),
        task("r/alone", { cluster: "alone" }, 100),
      ],
      new Places([pool("n1", 1)]),
    );
    const order: string[] = [];
    for (let started = schedule.start(0); started.length > 0; started = schedule.start(0)) {
      expect(started).toHaveLength(1);
      for (const { task, lease } of started) {
        order.push(task.id);
        schedule.end(lease);
      }
    }
    expect(order).toEqual(["r/head", "r/tail", "r/short", "r/alone"]);
  });

  test("begins with what wants a part of every node, and lets others use the rest", () => {
    const schedule = new Schedule(
      [
        task("r/long", { devices: 1 }, 9),
        task("r/whole", { node: "whole" }, 9),
        task("r/every", { nodes: "every", devices: 1 }),
      ],
      new Places([pool("n1", 2), pool("n2", 1), pool("n3", 0)]),
    );
    const started = schedule.start(0);
    expect(started.map(({ task, lease }) => [task.id, lease.pools.map(({ node }) => node)])).toEqual([
      ["r/every", ["n1", "n2"]],
      ["r/long", ["n1"]],
    ]);
    for (const { lease } of started) schedule.end(lease);
    expect(schedule.start(0).map(({ task }) => task.id)).toEqual(["r/whole"]);
  });

  test("keeps a node free for a check that waits for all of it, but from those that will have ended by then", () => {
    const schedule = new Schedule(
      [
        task("r/whole", { node: "whole" }, 25),
        task("r/long", { devices: 1 }, 30),
        task("r/fits", { devices: 1 }, 10),
        task("r/late", { devices: 1 }, 11),
      ],
      new Places([pool("n1", 2)]),
    );
    const started = (now: number) => schedule.start(now).map(({ task, lease }) => ({ id: task.id, lease }));
    const [long, late] = started(0);
    expect([long?.id, late?.id]).toEqual(["r/long", "r/late"]);
    schedule.end(late!.lease);
    expect(started(20.5)).toEqual([]);
    const [fits] = started(20);
    expect(fits?.id).toBe("r/fits");
    // What takes longer than expected keeps nobody else's place.
    schedule.end(fits!.lease);
    schedule.end(long!.lease);
    expect(started(31).map(({ id }) => id)).toEqual(["r/whole"]);
  });

  test("keeps no node free that is never given back, but another one", () => {
    const schedule = new Schedule(
      [
        task("r/lost", { devices: 2 }, 40),
        task("r/long", { devices: 1 }, 30),
        task("r/whole", { node: "whole" }, 25),
        task("r/late", { devices: 1, after: ["r/lost"] }, 20),
        task("r/fits", { devices: 1, after: ["r/lost"] }, 10),
      ],
      new Places([pool("n1", 2), pool("n2", 2)]),
    );
    const started = schedule.start(0);
    expect(started.map(({ task }) => task.id)).toEqual(["r/lost", "r/long"]);
    schedule.end(started[0]!.lease, false);
    expect(schedule.start(15).map(({ task }) => task.id)).toEqual(["r/fits"]);
  });

  test("runs so many at a time, and keeps half the room for checks that take turns at accelerators", () => {
    const light = Array.from({ length: 20 }, (_, index) => task(`r/light-${index}`, {}, 90 - index));
    const device = Array.from({ length: 20 }, (_, index) => task(`r/device-${index}`, { devices: 1 }, 50 - index));
    const schedule = new Schedule([...light, ...device], new Places([pool("n1", 20)]));
    const ids = (tasks: readonly Task[]): string[] => tasks.map(({ id }) => id);
    const started = schedule.start(0);
    expect(ids(started.map(({ task }) => task))).toEqual([...ids(light.slice(0, 4)), ...ids(device.slice(0, 4))]);
    schedule.end(started[0]!.lease);
    schedule.end(started[7]!.lease);
    expect(ids(schedule.start(1).map(({ task }) => task))).toEqual(["r/light-4", "r/device-4"]);
    const large = new Places(Array.from({ length: 10 }, (_, index) => pool(`n${index}`, 1)));
    expect(new Schedule([...light, ...device], large).start(0)).toHaveLength(20);
  });

  test("begins a requirement with its control", () => {
    const control: Task = { ...task("r/z-control", { devices: 1 }), kind: "control" };
    const other: Task = { ...task("s/other", { devices: 1 }, 8), requirement: "s" };
    const tasks = [task("r/short", { devices: 1 }, 2), other, task("r/long", { devices: 1 }, 9), control];
    const schedule = new Schedule(tasks, new Places([pool("n1", 9)]));
    expect(schedule.start(0).map(({ task }) => task.id)).toEqual(["r/z-control", "r/long", "s/other", "r/short"]);
  });

  test("leaves a node to checks that can run nowhere else", () => {
    const places = new Places([pool("n1", 2), pool("n2", 2, "device-plugin")]);
    const anywhere = [30, 20].map((seconds) => task(`r/${seconds}`, { node: "whole" }, seconds));
    const bound = [5, 6, 7].map((seconds) => task(`r/dra-${seconds}`, { node: "whole", access: "dra" }, seconds));
    const where = new Schedule([...anywhere, ...bound], places)
      .start(0)
      .map(({ task, lease }) => [task.id, lease.pool?.node]);
    expect(where).toEqual([
      ["r/30", "n2"],
      ["r/dra-7", "n1"],
    ]);
  });

  test("puts a check that uses no device beside one that holds the node", () => {
    const schedule = new Schedule([task("r/a", { node: "whole" }, 2), task("r/b", {}, 1)], new Places([pool("n1", 1)]));
    expect(schedule.start(0)).toHaveLength(2);
  });

  test("refuses tasks that wait for each other", () => {
    const circle = [task("r/a", { after: ["r/b"] }), task("r/b", { after: ["r/a"] })];
    expect(() => new Schedule(circle, new Places([]))).toThrow("checks wait for each other: r/a → r/b → r/a");
  });
});

test("a forecast is what the same rules come to", () => {
  const three = [1, 2, 3].map((id) => task(`r/${id}`, { node: "whole" }, 10));
  expect(forecast(three, new Places([pool("n1", 2), pool("n2", 2, "device-plugin")]))).toBe(20);
  expect(forecast([], new Places([]))).toBe(0);
});
