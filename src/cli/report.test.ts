import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sampleRecord } from "../report/testing.js";
import { sampleRun } from "../report/testing-run.js";
import { reportCommand } from "./report.js";
import { isUsage } from "./work/usage.js";

let base: string;
let dir: string;
let out: string;
let err: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-cli-report-"));
  dir = sampleRecord(join(base, "run"), sampleRun());
  [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (err += String(text)) !== "");
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(base, { recursive: true, force: true });
});

const karatReport = (...args: string[]) =>
  reportCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (err += text) })
    .parseAsync(args, { from: "user" });

describe("karat report", () => {
  test("writes over no other record's reports", async () => {
    const other = sampleRecord(join(base, "other"), sampleRun());
    await expect(karatReport(dir, "-o", other)).rejects.toThrow("holds another record");
    await karatReport(dir, "-o", dir);
  });

  test("makes every report beside the record and names each", async () => {
    await karatReport(dir);
    expect(out.trim().split("\n")).toEqual(
      [
        "report.html",
        "report.json",
        "junit.xml",
        "results.json",
        "e2e.log",
        "ctrf.json",
        "summary.md",
        "trace.json",
      ].map((file) => join(dir, file)),
    );
    expect(process.exitCode).toBeUndefined();
  });

  test("makes the named ones elsewhere and leaves the record alone", async () => {
    const before = readFileSync(join(dir, "events.ndjson"), "utf8");
    await karatReport(dir, "--format", "junit, html,junit", "-o", join(base, "new/folder"));
    expect(out.trim().split("\n")).toHaveLength(2);
    expect(existsSync(join(base, "new/folder/junit.xml"))).toBe(true);
    expect(readFileSync(join(dir, "events.ndjson"), "utf8")).toBe(before);
  });

  test("prints one", async () => {
    await karatReport(dir, "--format", "markdown", "-o", "-");
    expect(out).toMatch(/^## ❌ 2 of 3 requirements pass, 1 fails\n/);
  });

  test.each([
    [["--format", "pdf"], /there is no format "pdf"; there are html, /],
    [["-o", "-"], /prints one format/],
  ])("refuses %j", async (args, message) => {
    await expect(karatReport(dir, ...args)).rejects.toThrow(message);
    expect(out).toBe("");
  });

  test.each(["", "/below"])("says that a file%s is no folder, as a mistake on the command line", async (below) => {
    writeFileSync(join(base, "file"), "mine");
    const error = await karatReport(dir, "-o", `${join(base, "file")}${below}`).catch((error: unknown) => error);
    expect(String(error)).toMatch(/file.* is no folder/);
    expect(isUsage(error)).toBe(true);
    expect(readFileSync(join(base, "file"), "utf8")).toBe("mine");
  });

  test("writes nothing beside a record that is not sound, and elsewhere says so", async () => {
    const log = join(dir, "events.ndjson");
    const altered = readFileSync(log, "utf8").replace("saw 3 of 4", "saw 0 of 4");
    writeFileSync(log, altered);
    await karatReport(dir);
    expect(process.exitCode).toBe(3);
    expect(err).toMatch(/line \d+[\s\S]*karat verify/);
    expect(existsSync(join(dir, "report.html"))).toBe(false);
    expect(readFileSync(log, "utf8")).toBe(altered);
    await karatReport(dir, "--format", "html", "-o", join(base, "elsewhere"));
    expect(readFileSync(join(base, "elsewhere/report.html"), "utf8")).toContain("The record is not sound");
  });

  test("names a folder that holds no record", async () => {
    await expect(karatReport(base)).rejects.toThrow(/holds no events\.ndjson/);
  });
});
