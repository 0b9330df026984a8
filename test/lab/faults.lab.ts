import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readElastic } from "../../src/lab/elastic/state.js";
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
/** What accelerators and the cluster alone can prove; the others need add-ons. */
const CORE = new Set(["dra_support", "driver_runtime_management", "gang_scheduling", "secure_accelerator_access"]);
const ALL = requirements.map(({ id }) => id);
/**
 * Side by side, as a run mostly waits: one lab a profile, each for the requirements that need it. Not more than
 * `maxConcurrency` of the lab layer, vitest.config.ts.
 */
const LABS = [
  { lab: "faults", profile: "core", proves: ALL.filter((id) => CORE.has(id)) },
  { lab: "faults2", profile: "full", proves: ALL.filter((id) => !CORE.has(id)) },
] as const;
let folder: string;

const known = faults.map(({ id, breaks, alone = each }) => {
  const turned = turns[id] ?? {};
  return { id, breaks, alone, turned, spoils: new Set(Object.keys(turned).map(requirementOf)) };
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-faults-"));
  for (const { lab, profile } of LABS) {
    // Of a test run that was killed.
    await karatOk(["lab", "down", lab]);
    await karatOk(["lab", "up", lab, "--profile", profile]);
  }
}, 900_000);

afterAll(async () => {
  for (const { lab } of LABS) await karat(["lab", "down", lab]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

function requirementOf(check: string): string {
  return check.split("/")[0] ?? "";
}

/**
 * Waits until what an autoscaler has made is gone again, so that a run meets the same nodes each time: one that is left
 * over would stay where the autoscaler stops.
 */
async function atRest(lab: string): Promise<void> {
  await expect.poll(() => readElastic(labNames(lab)).length, { timeout: 180_000, interval: 500 }).toBe(0);
}

/** A run on a lab: its exit code, what of it did not pass, by requirement and by check, and why. */
async function ran(lab: string, name: string, proves: readonly string[]) {
  const dir = join(folder, `${lab}-${name}`);
  const at = ["--kubeconfig", labNames(lab).kubeconfig, "--checklist", checklistOf(folder, proves)];
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

/** One that cannot be healed is replaced: the tests after this one are not to blame. */
async function healed(lab: string, profile: string): Promise<void> {
  try {
    await karatOk(["lab", "heal", "--lab", lab]);
  } catch (error) {
    await karat(["lab", "down", lab]);
    await karatOk(["lab", "up", lab, "--profile", profile]);
    throw error;
  }
}

async function expectHealthy(lab: string, name: string, proves: readonly string[]): Promise<void> {
  await atRest(lab);
  const { code, turned, why } = await ran(lab, name, proves);
  expect(turned, why).toEqual({});
  expect(code).toBe(0);
}

describe.concurrent.each(LABS)("lab of profile $profile", ({ lab, profile, proves }) => {
  const isProven = (requirement: string): boolean => proves.includes(requirement);
  const here = known
    .filter(({ breaks }) => breaks.some((id) => CORE.has(id)) === (profile === "core"))
    .map((fault) => ({
      ...fault,
      breaks: fault.breaks.filter(isProven),
      turned: Object.fromEntries(Object.entries(fault.turned).filter(([check]) => isProven(requirementOf(check)))),
    }));
  const batches = batchesOf(here).map((batch) => ({ name: batch.map(({ id }) => id).join("+"), batch }));

  test.sequential("healthy, every check passes", () => expectHealthy(lab, "healthy", proves));

  test.sequential.each(batches)(
    "under $name their own checks do not pass, and all others do",
    async ({ name, batch }) => {
      try {
        await atRest(lab);
        for (const { id } of batch) await karatOk(["lab", "break", id, lab]);
        const { code, spoilt, turned, why } = await ran(lab, name, proves);
        expect(otherwise(Object.assign({}, ...batch.map((fault) => fault.turned)), turned), why).toEqual({});
        expect(spoilt, why).toEqual(expect.arrayContaining(batch.flatMap(({ breaks }) => breaks)));
        expect(code).not.toBe(0);
      } finally {
        await healed(lab, profile);
      }
    },
  );

  test.sequential("healed of all, every check passes again", () => expectHealthy(lab, "healed", proves));
});

describe("lab of profile full, everything together", () => {
  test("every check of every requirement passes, side by side", () => expectHealthy("faults2", "everything", ALL));
});
