import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isUsage } from "../work/usage.js";
import { evidenceCommand } from "./evidence.js";

let base: string;
let printed = "";
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-evidence-"));
  const dir = join(base, "v1.37", "acme");
  mkdirSync(dir, { recursive: true });
  const status = (id: string, level: string, rest: string): string => `    - {id: ${id}, level: ${level}, ${rest}}\n`;
  writeFileSync(
    join(dir, "PRODUCT.yaml"),
    `spec:\n  x:\n${status("gang_scheduling", "MUST", 'status: Implemented, evidence: ["gangs.md"]')}${status("gpu_sharing", "SHOULD", 'status: "N/A\\e[31m", evidence: []')}`,
  );
  writeFileSync(join(dir, "gangs.md"), "what we saw");
  mkdirSync(join(dir, "karat"));
  writeFileSync(join(dir, "karat", "record.txt"), "no record!");
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (printed += String(text)) !== "");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

const karat = (...args: string[]) => evidenceCommand().exitOverride().parseAsync(args, { from: "user" });

test("prints a line a requirement and a sum, and says what is wrong with a record", async () => {
  await karat(join(base, "v1.37", "acme"));
  expect(printed).toContain("v1.37/acme\n  MUST    gang_scheduling  script and log    gangs.md\n");
  expect(printed).toContain("the record beside it: unreadable, this is no packed record");
  expect(printed).toMatch(/ {2}1 requirement claimed: 1 script and log\n$/);
});

test("shows what a submission would hide or paint", async () => {
  await karat(base);
  expect(printed).toContain("N/A␛[31m");
  expect(printed).not.toContain("\u001b[31mN/A");
});

test("prints the same as JSON", async () => {
  await karat(base, "--output", "json");
  expect(JSON.parse(printed)).toMatchObject([
    {
      directory: "v1.37/acme",
      claimed: 1,
      counts: { "script and log": 1, "machine-verified": 0 },
      requirements: [{ id: "gang_scheduling", class: "script and log", why: "gangs.md", place: { line: 3 } }, {}],
      record: { outcome: "unreadable" },
    },
  ]);
});

test("a minor's folder is one that holds submissions, and what of it cannot be read is told", async () => {
  mkdirSync(join(base, "v1.37", "empty"));
  let told = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
  await karat(join(base, "v1.37"));
  expect(printed).toMatch(/^v1\.37\/acme\n/);
  expect(told).toBe("not read: v1.37/empty: v1.37/empty holds no PRODUCT.yaml\n");
  expect(process.exitCode).toBe(3);
  process.exitCode = undefined;
});

test("a folder without submissions, or none at all, is a matter of the command line", async () => {
  for (const dir of [join(base, "v1.37", "acme", "karat"), join(base, "nowhere")]) {
    const error = await karat(dir).catch((caught: unknown) => caught);
    expect(isUsage(error), dir).toBe(true);
  }
});
