import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeKeyPair } from "../../attest/keys.js";
import type { Checklist } from "../../record/checklist.js";
import type { Verdict } from "../../record/verdict.js";
import { knownChecklist, type Minor } from "../../spec/levels.js";
import { parseChecklist } from "../../spec/parse.js";
import { judgeSeen, PRODUCT_FILE, testRun } from "../../submission/new/testing.js";
import { isUsage } from "../work/usage.js";
import { verifyRecord } from "../work/verify.js";
import { checkCommand } from "./check.js";
import { newCommand } from "./new.js";

/** Judges of made-up checks: the real ones would not know the record that is made here. */
vi.mock("../../requirements/index.js", async () => {
  const { REQUIREMENT_IDS } = await import("../../spec/levels.js");
  const kinds = { control: "control", feature: "positive" } as const;
  const checks = (id: string) =>
    Object.entries(kinds).map(([name, kind]) => ({
      id: `${id}/${name}`,
      kind,
      proves: `what ${id}/${name} proves`,
      judge: judgeSeen,
    }));
  return { requirements: REQUIREMENT_IDS.map((id) => ({ id, checks: checks(id) })) };
});

let base: string;
let out: string;
let printed: { stdout: string; stderr: string };
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-cli-new-"));
  out = join(base, "v1.37", "testers");
  writeFileSync(join(base, "product.yaml"), PRODUCT_FILE);
  printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    vi.spyOn(process[stream], "write").mockImplementation((text) => (printed[stream] += String(text)) !== "");
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  rmSync(base, { recursive: true, force: true });
});

const official = (minor: Minor) =>
  new URL(`../../../../shared/corpus/checklists/AIConformance-${minor}.yaml`, import.meta.url);
const karat = (...args: string[]) => newCommand().exitOverride().parseAsync(args, { from: "user" });
const failure = (...args: string[]): Promise<unknown> =>
  karat(...args).then(
    () => undefined,
    (error: unknown) => error,
  );
const made = (run: string, ...more: string[]) =>
  karat(run, "--product", join(base, "product.yaml"), "-o", out, ...more);
const ran = (verdict: (id: string) => Verdict, checklist: Checklist = knownChecklist("1.37"), name = "run"): string =>
  testRun(join(base, name), Object.fromEntries(checklist.requirements.map(({ id }) => [id, verdict(id)])), checklist);

describe("karat submission new", () => {
  test("prints an empty product file", async () => {
    await karat("--template");
    expect(parse(printed.stdout)).toMatchObject({ metadata: { platformName: "", k8sConformanceUrl: "" } });
  });

  test("writes nothing of a run that does not verify, and says what differs", async () => {
    const run = ran(() => "pass");
    writeFileSync(join(run, "notes.txt"), "");
    await made(run);
    expect(process.exitCode).toBe(1);
    expect(printed.stderr).toMatch(/run does not verify:\n {2}notes.txt is named by nothing in the record/);
    expect(existsSync(out)).toBe(false);
  });

  test("wants the wording, and says how to give it", async () => {
    const file = join(base, "checklist.yaml");
    writeFileSync(file, "metadata: {}");
    const error = await made(
      ran(() => "pass"),
      "--checklist",
      file,
    ).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/is not the programme's own checklist 1.37, to the byte/);
    expect((error as { next: string }).next).toMatch(
      /--checklist FILE: https:\/\/github.com\/cncf\/k8s-ai-conformance\/blob\//,
    );
    expect(isUsage(error)).toBe(true);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [[], /no run is named/],
    [["run"], /--product FILE is missing/],
    [["run", "--product", "p"], /-o DIR is missing/],
    [["run", "--product", "/nowhere", "-o", "/tmp/karat-nowhere"], /--product \/nowhere cannot be read/],
  ])("takes %j for what it is", async (args, message) => {
    const error = await failure(...args);
    expect(String(error)).toMatch(message);
    expect(isUsage(error)).toBe(true);
  });

  test("keeps what stands where it was to write", async () => {
    writeFileSync(join(base, "PRODUCT.yaml"), "mine");
    const error = await failure("run", "--product", join(base, "product.yaml"), "-o", base);
    expect(String(error)).toMatch(/is not empty/);
    expect(isUsage(error)).toBe(true);
  });

  describe.skipIf(!existsSync(official("1.37")))("with the programme's checklist", () => {
    const checklist = () => parseChecklist(readFileSync(official("1.37")), "official");
    const file = official("1.37").pathname;

    test("writes a submission, and says what comes next", async () => {
      await made(
        ran(() => "pass", checklist()),
        "--checklist",
        file,
      );
      expect(readdirSync(out).toSorted()).toEqual(["PRODUCT.yaml", "README.md", "karat", "results"]);
      expect(readdirSync(join(base, "v1.37"))).toEqual(["testers"]);
      expect(parseChecklist(readFileSync(join(out, "PRODUCT.yaml")), "made").requirements).toEqual(
        checklist().requirements,
      );
      expect(printed.stdout).toMatch(/6 files, .*, a submission for checklist 1.37/);
      expect(printed.stdout).toContain(`karat submission check ${out}`);
      expect(process.exitCode ?? 0).toBe(0);
    });

    test.each(["strict", "compat"])("passes karat submission check --profile %s", async (profile) => {
      await made(
        ran((id) => (id === "gpu_sharing" ? "fail" : "pass"), checklist()),
        "--checklist",
        file,
      );
      printed.stdout = "";
      const args = [out, "--profile", profile, "--checklists", dirname(file), "--date", "2026-10-01"];
      await checkCommand().exitOverride().parseAsync(args, { from: "user" });
      expect({ code: process.exitCode, said: printed.stdout.match(/ error .*/g) }).toEqual({ code: 0, said: null });
    });

    test("tells programs the same", async () => {
      await made(
        ran(() => "pass"),
        "--checklist",
        file,
        "--output",
        "json",
      );
      const said = JSON.parse(printed.stdout) as { minor: string; requirements: unknown[]; files: unknown[] };
      expect(said.minor).toBe("1.37");
      expect(said.requirements).toContainEqual({
        id: "gang_scheduling",
        level: "MUST",
        status: "Implemented",
        by: "karat",
      });
      expect(said.files).toHaveLength(6);
    });

    test("signs with a key, or takes the bundle beside the run, and both verify with the record as it is packed", async () => {
      const { privateFile, publicFile } = writeKeyPair(join(base, "acme"));
      const run = ran(() => "pass");
      await made(run, "--checklist", file, "--key", privateFile);
      const bundle = readFileSync(join(out, "karat/record.intoto.jsonl"));
      expect(readFileSync(join(out, "README.md"), "utf8")).toContain("karat verify karat/record.txt --key vendor.pub");
      writeFileSync(`${run}.intoto.jsonl`, bundle);
      out = join(base, "again");
      await made(run, "--checklist", file);
      expect(readFileSync(join(out, "karat/record.intoto.jsonl"))).toEqual(bundle);
      printed.stdout = "";
      for (const named of ["record.txt", "record.intoto.jsonl"]) {
        await verifyRecord(join(out, "karat", named), { key: publicFile, output: "text" });
        expect(process.exitCode).toBe(0);
      }
      expect(printed.stdout).toMatch(/Same: the record is whole/);
      expect(printed.stdout).toContain(`${join(out, "karat/record.txt")}: `);
    });

    test("refuses a bundle that is of another run, and one that is none", async () => {
      const { privateFile } = writeKeyPair(join(base, "acme"));
      const run = ran((id) => (id === "gpu_sharing" ? "fail" : "pass"));
      await made(run, "--checklist", file, "--key", privateFile);
      cpSync(join(out, "karat/record.intoto.jsonl"), join(base, "other.intoto.jsonl"));
      const other = ran(() => "pass", knownChecklist("1.37"), "other");
      out = join(base, "again");
      await made(other, "--checklist", file);
      expect(printed.stderr).toMatch(/other.intoto.jsonl is not signed for this record:\n {2}the signed statement and/);
      writeFileSync(join(base, "other.intoto.jsonl"), "{}\n");
      await made(other, "--checklist", file);
      expect(printed.stderr).toMatch(/ {2}the bundle is not as karat writes one/);
      expect(process.exitCode).toBe(1);
      expect(existsSync(out)).toBe(false);
    });

    test("writes nothing where a MUST did not pass, and names each", async () => {
      await made(
        ran((id) => (id === "gang_scheduling" ? "fail" : id === "ai_inference" ? "skip" : "pass")),
        "--checklist",
        file,
      );
      expect(process.exitCode).toBe(1);
      expect(printed.stderr).toMatch(/MUST ai_inference: skip: .*\n {2}MUST gang_scheduling: fail: /);
      expect(existsSync(out)).toBe(false);
    });
  });
});
