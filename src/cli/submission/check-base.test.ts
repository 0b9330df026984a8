import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { altered, CHECKLIST_FILE, CLEAN } from "../../submission/rules/testing.js";
import { isUsage } from "../work/usage.js";
import { checkCommand } from "./check.js";

let root: string;
let printed: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-C", root, "-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    encoding: "utf8",
    stdio: "pipe",
  });
/** Writes files, or takes away those without a text, and commits it. */
function commit(files: Record<string, string | undefined>): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  git("add", "--all");
  git("commit", "--quiet", "-m", "a change");
}

const ACME = "v1.36/acme/PRODUCT.yaml";
const BIRCH = "v1.36/birch/PRODUCT.yaml";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-base-"));
  git("init", "--quiet", "--initial-branch=main");
  commit({ "docs/AIConformance-1.36.yaml": CHECKLIST_FILE, [ACME]: CLEAN, [BIRCH]: "broken: [" });
  git("checkout", "--quiet", "-b", "change");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (printed += String(text)) !== "");
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(root, { recursive: true, force: true });
});

async function run(more: string[] = [], from = ["--git", "change", "--base", "main"]): Promise<unknown> {
  printed = "";
  const given = ["--repo", root, "--checklists", join(root, "docs"), "--date", "2026-08-01"];
  await checkCommand()
    .exitOverride()
    .parseAsync([...more, ...from, ...given], { from: "user" });
  return process.exitCode;
}
/** "RULE message" of each error. */
async function errors(...more: string[]): Promise<string[]> {
  await run([...more, "--output", "json"]);
  const { submissions } = JSON.parse(printed) as {
    submissions: { findings: { rule: string; severity: string; message: string }[] }[];
  };
  const findings = submissions.flatMap((submission) => submission.findings);
  return findings.filter(({ severity }) => severity === "error").map(({ rule, message }) => `${rule} ${message}`);
}

test("only what is changed is judged", async () => {
  commit({ [ACME]: `${CLEAN}# Looked at again\n` });
  expect(await run()).toBe(0);
  expect(printed).toContain("1 submission (strict)");
  expect(await run([], ["--git", "change"])).toBe(1);
  expect(printed).toContain("2 submissions (strict)");
});

test("what is certified keeps its version and its claims", async () => {
  const changed = altered('platformVersion: "2.4.1"', 'platformVersion: "2.5.0"').replace("- id: pod_", "- id: no_");
  commit({ [ACME]: changed });
  expect(await errors("--rule", "CROSS-004,CROSS-005")).toEqual([
    "CROSS-005 pod_autoscaling was certified and is gone",
    "CROSS-004 platformVersion was 2.4.1 when this was certified, and is 2.5.0 now",
  ]);
});

test("nothing else rides along, under its old name neither", async () => {
  commit({ [ACME]: `${CLEAN}# x\n`, "notes.txt": "x", "scripts/validate.go": "x", "v1.36/birch/a.md": "x" });
  git("mv", "docs/AIConformance-1.36.yaml", "v1.36/acme/list.yaml");
  git("commit", "--quiet", "-m", "rename");
  mkdirSync(join(root, "docs"), { recursive: true });
  writeFileSync(join(root, "docs/AIConformance-1.36.yaml"), CHECKLIST_FILE);
  expect(await errors("v1.36/acme", "--rule", "INT-001,INT-005")).toEqual([
    "INT-001 the pull request also changes notes.txt",
    "INT-005 the pull request changes a checklist: docs/AIConformance-1.36.yaml",
    "INT-005 the pull request changes the validator: scripts/validate.go",
    "INT-005 the pull request changes another product: v1.36/birch/a.md",
  ]);
});

test("what the other branch changed meanwhile is nobody's here", async () => {
  commit({ "v1.36/new/PRODUCT.yaml": CLEAN });
  git("checkout", "--quiet", "main");
  commit({ [ACME]: altered('"2.4.1"', '"3.0.0"'), "notes.txt": "x" });
  expect(await errors("--rule", "INT-001,INT-005,CROSS-004,CROSS-005")).toEqual([]);
  expect(printed).toContain('"directory": "v1.36/new"');
});

test("a submission that is taken away is for people", async () => {
  commit({ [ACME]: undefined });
  expect(await run()).toBe(3);
  expect(printed).toContain("not read  v1.36/acme: it is taken away: a revocation is for people");
});

test("a name that is not UTF-8 is touched too", async () => {
  commit({ [ACME]: `${CLEAN}# x\n` });
  const blob = git("hash-object", "-w", join(root, ACME)).trim();
  execFileSync("git", ["-C", root, "update-index", "-z", "--index-info"], {
    input: Buffer.from(`100644 ${blob}\tcaf\xe9.md\0`, "latin1"),
  });
  git("commit", "--quiet", "-m", "a name");
  expect(await errors("--rule", "INT-001")).toEqual(["INT-001 the pull request also changes caf\\xe9.md"]);
});

test.each<[string[], string[], RegExp]>([
  [[], ["--git", "change", "--base", "nope"], /nope names no commit/],
  [[], ["--git", "change", "--base=--all"], /--all names no commit/],
  [[], ["--git", "change", "--base", "apart"], /apart has no commit in common with/],
  [[], ["--git", "change", "--base", "main"], /change changes no submission since main$/],
  [["v1.36/birch"], ["--git", "other", "--base", "main"], /other changes no submission v1.36\/birch since main$/],
  [["."], ["--base", "main"], /--base is for --git/],
])("%j %j is a matter of the command line", async (dirs, from, message) => {
  git("checkout", "--quiet", "--orphan", "apart");
  commit({ "notes.txt": "y" });
  git("checkout", "--quiet", "-b", "other", "main");
  commit({ [ACME]: `${CLEAN}# x\n` });
  const error: unknown = await checkCommand()
    .exitOverride()
    .parseAsync([...dirs, ...from, ...(from[0] === "--git" ? ["--repo", root] : [])], { from: "user" })
    .catch((thrown: unknown) => thrown);
  expect((error as Error).message).toMatch(message);
  expect(isUsage(error)).toBe(true);
});
