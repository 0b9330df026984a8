import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults } from "../../src/lab/faults/index.js";
import { labNames } from "../../src/lab/names.js";
import { RecordReader } from "../../src/record/reader.js";
import { requirements } from "../../src/requirements/index.js";
import { batchesOf } from "./batches.js";
import { checklistOf } from "./checklist.js";
import { karat, karatOk } from "./karat.js";
import { otherwise, turns } from "./turns.js";

/**
 * The suite is tested by sabotage. On the healthy lab every check passes; under its faults exactly those turn that are
 * known to, each in the known way. Faults that spoil different requirements are on together, so that each requirement
 * still meets one fault at a time; KARAT_SABOTAGE=each (`npm run sabotage`) has every fault alone.
 */
const each = process.env["KARAT_SABOTAGE"] === "each";
/** Side by side, as a run mostly waits. Not more than `maxConcurrency` of the lab layer, vitest.config.ts. */
const LABS = ["faults", "faults2"];
const ALL = requirements.map(({ id }) => id);
const free = [...LABS];
let folder: string;

const known = faults.map(({ id, breaks, alone = each }) => {
  const turned = turns[id] ?? {};
  return { id, breaks, alone, turned, spoils: new Set(Object.keys(turned).map(requirementOf)) };
});
const batches = batchesOf(known).map((batch) => ({ name: batch.map(({ id }) => id).join("+"), batch }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-faults-"));
  for (const lab of LABS) {
    // Of a test run that was killed.
    await karatOk(["lab", "down", lab]);
    await karatOk(["lab", "up", lab]);
  }
}, 600_000);

afterAll(async () => {
  for (const lab of LABS) await karat(["lab", "down", lab]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

function requirementOf(check: string): string {
  return check.split("/")[0] ?? "";
}

/** A run on a lab: its exit code, what of it did not pass, by requirement and by check, and why. */
async function ran(lab: string, name: string) {
  const dir = join(folder, `${lab}-${name}`);
  const at = ["--kubeconfig", labNames(lab).kubeconfig, "--checklist", checklistOf(folder, ALL)];
  const { code, stderr } = await karat(["run", ...at, "-o", dir]);
  if (!existsSync(join(dir, "report.json"))) throw new Error(`no report: ${stderr}`);
  await karatOk(["verify", dir]);
  const { requirements } = new RecordReader(dir).state();
  const checks = requirements.flatMap((requirement) => requirement.checks).filter(({ verdict }) => verdict !== "pass");
  return {
    code,
    spoilt: requirements.filter(({ verdict }) => verdict !== "pass").map(({ id }) => id),
    turned: Object.fromEntries(checks.map(({ plan, verdict }) => [plan.id, verdict])),
    why: checks.map(({ plan, verdict, reason }) => `${plan.id}: ${verdict}: ${reason}`).join("\n"),
  };
}

/** Lends a lab that nobody else uses, and takes it back healthy. */
async function onLab<T>(act: (lab: string) => Promise<T>): Promise<T> {
  const lab = free.pop();
  if (lab === undefined) throw new Error("more tests at once than labs");
  try {
    return await act(lab);
  } finally {
    await healed(lab).finally(() => free.push(lab));
  }
}

/** One that cannot be healed is replaced: the tests after this one are not to blame. */
async function healed(lab: string): Promise<void> {
  try {
    await karatOk(["lab", "heal", "--lab", lab]);
  } catch (error) {
    await karat(["lab", "down", lab]);
    await karatOk(["lab", "up", lab]);
    throw error;
  }
}

async function expectHealthy(lab: string, name: string): Promise<void> {
  const { code, turned, why } = await ran(lab, name);
  expect(turned, why).toEqual({});
  expect(code).toBe(0);
}

describe("healthy", () => {
  test.concurrent.each(LABS)("every check passes on %s", (lab) => expectHealthy(lab, "healthy"));
});

describe("sabotaged", () => {
  test.concurrent.each(batches)("$name: their own checks do not pass, and all others do", ({ name, batch }) =>
    onLab(async (lab) => {
      for (const { id } of batch) await karatOk(["lab", "break", id, lab]);
      const { code, spoilt, turned, why } = await ran(lab, name);
      expect(otherwise(Object.assign({}, ...batch.map((fault) => fault.turned)), turned), why).toEqual({});
      expect(spoilt, why).toEqual(expect.arrayContaining(batch.flatMap(({ breaks }) => breaks)));
      expect(code).not.toBe(0);
    }),
  );
});

describe("healed of all", () => {
  test.concurrent.each(LABS)("every check passes again on %s", (lab) => expectHealthy(lab, "healed"));
});
