import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CLEAN } from "../../submission/rules/testing.js";
import type { SiteData } from "../../submission/site/model.js";
import { isUsage } from "../work/usage.js";
import { siteCommand } from "./site.js";

/** Real submissions, where they lie beside the checkout; they are no part of it. */
const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);

let base: string;
let repository: string;
let out: string;
let printed: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-cli-site-"));
  repository = join(base, "repository");
  out = join(base, "site");
  for (const folder of ["v1.36/acme", "v1.35/acme", "v1.36/empty"])
    mkdirSync(join(repository, folder), { recursive: true });
  for (const folder of ["v1.36/acme", "v1.35/acme"]) writeFileSync(join(repository, folder, "PRODUCT.yaml"), CLEAN);
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (printed += String(text)) !== "");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<void> {
  await siteCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(args, { from: "user" });
}

const bytes = (): Map<string, string> =>
  new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path, "utf8")]),
  );

test("pages are written, and it is said what to open and what could not be read", async () => {
  await run(repository, "-o", out, "--date", "2026-08-01");
  expect(printed).toMatch(/^2 submissions for Kubernetes 1\.36, 1\.35\n/);
  expect(printed).toContain("not read: v1.36/empty: v1.36/empty holds no PRODUCT.yaml\n");
  expect(printed).toMatch(/open file:\/\/.*\/site\/index\.html\n$/);
  expect(readFileSync(join(out, "product/acme.html"), "utf8")).toContain("Acme Kubernetes");
});

test("the same submissions on the same day give the same bytes, over an earlier site too", async () => {
  await run(repository, "-o", out, "--date", "2026-08-01");
  const before = bytes();
  await run(repository, "-o", out, "--date", "2026-08-01");
  expect(bytes()).toEqual(before);
  await run(repository, "-o", out, "--date", "2026-08-02");
  expect(bytes()).not.toEqual(before);
});

test("the checklists of the repository are held against its submissions, and quoted", async () => {
  const wording = "All of a job's pods start, or none does.";
  const checklist = {
    metadata: { kubernetesVersion: "v1.36" },
    spec: { scheduling: [{ id: "gang_scheduling", level: "MUST", description: wording }] },
  };
  mkdirSync(join(repository, "docs"));
  writeFileSync(join(repository, "docs/AIConformance-1.36.yaml"), JSON.stringify(checklist));
  await run(repository, "-o", out, "--date", "2026-08-01");
  expect(printed).toMatch(/no checklist of 1\.35 is at hand/);
  expect(printed).not.toMatch(/no checklist of 1\.36/);
  expect(readFileSync(join(out, "requirement/gang_scheduling.html"), "utf8")).toContain(
    "All of a job&#39;s pods start",
  );
  expect(readFileSync(join(out, "about.html"), "utf8")).toContain("No checklist of 1.35 was at hand");
  const { submissions } = JSON.parse(readFileSync(join(out, "data.json"), "utf8")) as SiteData;
  expect(submissions[0]?.findings.map(({ rule }) => rule)).toContain("SPEC-003");
});

test("history tells when a submission was merged, and so whether it lapsed", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, "-c", "user.name=n", "-c", "user.email=e@x.example", ...args]);
  git("init", "-q");
  git("add", ".");
  vi.stubEnv("GIT_COMMITTER_DATE", "2025-08-01T12:00:00Z");
  git("commit", "-qm", "both");
  vi.unstubAllEnvs();
  await run(repository, "--date", "2026-08-01", "--output", "json");
  const { submissions } = JSON.parse(printed) as SiteData;
  expect(submissions).toMatchObject([
    { directory: "v1.36/acme", merged: "2025-08-01", until: "2026-08-01", standing: "lapsed" },
    { directory: "v1.35/acme", merged: "2025-08-01", standing: "superseded", supersededBy: "1.36" },
  ]);
  expect(existsSync(out)).toBe(false);
});

test.each([
  ["no folder to write to", () => [repository]],
  ["a folder of somebody's", () => [repository, "-o", repository]],
  ["a folder without submissions", () => [base, "-o", out]],
  ["no folder of checklists", () => [repository, "-o", out, "--checklists", join(base, "absent")]],
  ["no folder at all", () => [join(base, "absent"), "-o", out]],
])("%s is a usage error, and nothing is written", async (_, args) => {
  const error: unknown = await run(...args()).catch((caught: unknown) => caught);
  expect(isUsage(error), String(error)).toBe(true);
  expect((error as { next?: string }).next).toBeTruthy();
  expect(existsSync(out)).toBe(false);
});

test.each(["yesterday", "2026-02-30", "2026-8-1", "2026-08-01T00:00:00Z"])("%s is no day", async (date) => {
  await expect(run(repository, "-o", out, "--date", date)).rejects.toThrow(/a day such as/);
});

describe.skipIf(!existsSync(CORPUS))("the real submissions", () => {
  test("all 45 are shown, as they would be by anybody", { timeout: 60_000 }, async () => {
    const [submissions, checklists] = ["submissions", "checklists"].map((name) => fileURLToPath(new URL(name, CORPUS)));
    await run(submissions ?? "", "-o", out, "--date", "2026-08-01", "--checklists", checklists ?? "");
    expect(printed).toMatch(/^45 submissions for Kubernetes 1\.35, 1\.34, 1\.33\nopen/);
    const data = JSON.parse(readFileSync(join(out, "data.json"), "utf8")) as SiteData;
    expect(
      data.submissions.every(({ name, vendor, claims }) => name !== "" && vendor !== "" && claims.length > 7),
    ).toBe(true);
    expect(new Set(data.submissions.map(({ page }) => page)).size).toBe(28);
  });
});
