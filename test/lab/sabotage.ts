import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Profile } from "../../src/lab/component.js";
import { readElastic } from "../../src/lab/elastic/state.js";
import { faults } from "../../src/lab/faults/index.js";
import { labNames } from "../../src/lab/names.js";
import { RecordReader } from "../../src/record/reader.js";
import { requirements } from "../../src/requirements/index.js";
import { batchesOf } from "./batches.js";
import { checklistOf } from "./checklist.js";
import { karat, karatOk } from "./karat.js";
import { otherwise, turns } from "./turns.js";

/** Faults that show after a platform's own long waits: among the first they share a batch, which is as long as one. */
const SLOW = ["F49", "F51", "F33", "F37", "F39"];

/** Faults that show only after minutes on whole nodes: not together with those that keep the nodes as long themselves. */
const ON_WHOLE_NODES: ReadonlySet<string> = new Set(["F43"]);

/** Requirements that accelerators and the cluster alone can prove; the others need add-ons. */
const CORE = new Set(["dra_support", "driver_runtime_management", "gang_scheduling", "secure_accelerator_access"]);
export const ALL: readonly string[] = requirements.map(({ id }) => id);

const requirementOf = (check: string): string => check.split("/")[0] ?? "";

/** Holds that every check of these requirements passes. */
export type ExpectHealthy = (name: string, requirements: readonly string[]) => Promise<void>;

/**
 * The suite is tested by sabotage. On a healthy lab of the profile every check passes of the requirements that need it;
 * under its faults exactly those turn that are known to, each in the known way. Faults that spoil different requirements
 * are on together, so that each requirement still meets one fault at a time; KARAT_SABOTAGE=each (`npm run sabotage`)
 * has every fault alone.
 * @param more tests on the healed lab
 */
export function sabotage(lab: string, profile: Profile, more: (expectHealthy: ExpectHealthy) => void = () => {}): void {
  const proves = ALL.filter((id) => CORE.has(id) === (profile === "core"));
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "karat-faults-"));
    // Of a test run that was killed.
    await karatOk(["lab", "down", lab]);
    await karatOk(["lab", "up", lab, "--profile", profile]);
  }, 900_000);

  afterAll(async () => {
    await karat(["lab", "down", lab]);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  /** A run: its exit code, what of it did not pass, by requirement and by check, and why. */
  async function ran(name: string, required: readonly string[]) {
    const dir = join(folder, name);
    const at = ["--kubeconfig", labNames(lab).kubeconfig, "--checklist", checklistOf(folder, required)];
    const { code, stderr } = await karat(["run", ...at, "-o", dir]);
    if (!existsSync(join(dir, "report.json"))) throw new Error(`no report: ${stderr}`);
    await karatOk(["verify", dir]);
    const { requirements } = new RecordReader(dir).state();
    const checks = requirements
      .flatMap((requirement) => requirement.checks)
      .filter(({ verdict }) => verdict !== "pass");
    return {
      code,
      spoilt: requirements.filter(({ verdict }) => verdict !== "pass").map(({ id }) => id),
      turned: Object.fromEntries(checks.map(({ plan, verdict }) => [plan.id, verdict])),
      why: checks.map(({ plan, verdict, reason }) => `${plan.id}: ${verdict}: ${reason}`).join("\n"),
    };
  }

  /**
   * Waits until what an autoscaler has made is gone again, so that a run meets the same nodes each time: one that is
   * left over would stay where the autoscaler stops.
   */
  const atRest = (): Promise<void> =>
    expect.poll(() => readElastic(labNames(lab)).length, { timeout: 180_000, interval: 500 }).toBe(0);

  /** One that cannot be healed is replaced: the tests after this one are not to blame. */
  async function heal(): Promise<void> {
    try {
      await karatOk(["lab", "heal", "--lab", lab]);
    } catch (error) {
      await karat(["lab", "down", lab]);
      await karatOk(["lab", "up", lab, "--profile", profile]);
      throw error;
    }
  }

  async function expectHealthy(name: string, required: readonly string[]): Promise<void> {
    await atRest();
    const { code, turned, why } = await ran(name, required);
    expect(turned, why).toEqual({});
    expect(code).toBe(0);
  }

  describe(`lab of profile ${profile}`, () => {
    test("healthy, every check passes", () => expectHealthy("healthy", proves));

    test.each(batchesFor(proves))("under $name their own checks do not pass, and all others do", async (batch) => {
      try {
        await atRest();
        for (const { id } of batch.faults) await karatOk(["lab", "break", id, lab]);
        const { code, spoilt, turned, why } = await ran(batch.name, proves);
        expect(otherwise(Object.assign({}, ...batch.faults.map((fault) => fault.turned)), turned), why).toEqual({});
        expect(spoilt, why).toEqual(expect.arrayContaining(batch.faults.flatMap(({ breaks }) => breaks)));
        expect(code).not.toBe(0);
      } finally {
        await heal();
      }
    });

    test("healed of all, every check passes again", () => expectHealthy("healed", proves));

    more(expectHealthy);
  });
}

/** The faults of some requirement among these, in batches, with what each does to them. */
function batchesFor(proves: readonly string[]) {
  const isProven = (requirement: string): boolean => proves.includes(requirement);
  // What spoils requirements of both profiles does so on the smaller lab.
  const here = faults.filter(({ breaks }) => isProven(breaks.find((id) => CORE.has(id)) ?? breaks[0] ?? ""));
  const slow = here.filter(({ id }) => SLOW.includes(id)).sort((a, b) => SLOW.indexOf(a.id) - SLOW.indexOf(b.id));
  const known = [...slow, ...here.filter(({ id }) => !SLOW.includes(id))].map(
    ({ id, breaks, alone = process.env["KARAT_SABOTAGE"] === "each" }) => {
      const turned = Object.entries(turns[id] ?? {});
      return {
        id,
        alone,
        breaks: breaks.filter(isProven),
        turned: Object.fromEntries(turned.filter(([check]) => isProven(requirementOf(check)))),
        spoils: new Set([
          ...turned.map(([check]) => requirementOf(check)),
          ...(ON_WHOLE_NODES.has(id) ? ["pod_autoscaling"] : []),
        ]),
      };
    },
  );
  return batchesOf(known).map((batch) => ({ name: batch.map(({ id }) => id).join("+"), faults: batch }));
}
