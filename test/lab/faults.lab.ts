import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { faults } from "../../src/lab/faults/index.js";
import { labNames } from "../../src/lab/names.js";
import { requirements } from "../../src/requirements/index.js";
import { checklistOf } from "./checklist.js";
import { karat, karatOk } from "./karat.js";

/**
 * The suite is tested by sabotage. On the healthy lab every requirement passes; under each fault its requirement does
 * not, and no other requirement is called failed for it.
 */
const LAB = "faults";
const { kubeconfig } = labNames(LAB);
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-faults-"));
  await karatOk(["lab", "up", LAB]);
}, 300_000);

afterAll(async () => {
  await karat(["lab", "down", LAB]);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

interface Results {
  requirements: { id: string; verdict: string; reason: string }[];
}

async function verdicts(name: string): Promise<{ code: number | null; of: Record<string, string>; why: string }> {
  const out = join(folder, name);
  const all = requirements.map(({ id }) => id);
  const run = await karat(["run", "--kubeconfig", kubeconfig, "--checklist", checklistOf(folder, all), "-o", out]);
  if (!existsSync(join(out, "report.json"))) throw new Error(`no report: ${run.stderr}`);
  const results = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Results;
  await karatOk(["verify", out]);
  return {
    code: run.code,
    of: Object.fromEntries(results.requirements.map(({ id, verdict }) => [id, verdict])),
    why: results.requirements.map(({ id, verdict, reason }) => `${id}: ${verdict}: ${reason}`).join("\n"),
  };
}

describe("healthy", () => {
  test("every requirement passes", async () => {
    const run = await verdicts("healthy");
    expect(run.of, run.why).toEqual({
      dra_support: "pass",
      secure_accelerator_access: "pass",
      gang_scheduling: "pass",
    });
    expect(run.code).toBe(0);
  });
});

describe.each(faults.map((fault) => ({ id: fault.id, breaks: fault.breaks, what: fault.what })))(
  "$id: $what",
  ({ id, breaks }) => {
    afterEach(async () => {
      await karatOk(["lab", "heal", id, LAB]);
    });

    test(`${breaks.join(", ")} must not pass, and nothing else fails`, async () => {
      await karatOk(["lab", "break", id, LAB]);
      const run = await verdicts(id);
      expect(run.code, run.why).not.toBe(0);
      for (const [requirement, verdict] of Object.entries(run.of)) {
        if (breaks.includes(requirement)) expect(verdict, run.why).not.toBe("pass");
        else expect(verdict, run.why).not.toBe("fail");
      }
    });
  },
);

test("healed of all, every requirement passes again", async () => {
  await karatOk(["lab", "heal", "--lab", LAB]);
  const run = await verdicts("healed");
  expect(new Set(Object.values(run.of)), run.why).toEqual(new Set(["pass"]));
});
