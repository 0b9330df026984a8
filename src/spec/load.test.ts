import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChecklistError } from "./error.js";
import { checklistFor, loadChecklist } from "./load.js";
import { knownChecklist } from "./levels.js";
import { CHECKLIST } from "./testing.js";

let dir: string;
let offline: { cache: string; base: string };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-spec-"));
  offline = { cache: join(dir, "cache"), base: "http://127.0.0.1:1/" };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("loadChecklist", () => {
  test("without network a minor has the ids and levels that karat knows, and says what is missing", async () => {
    const { checklist, note } = await loadChecklist("1.36", offline);
    expect(checklist).toEqual(knownChecklist("1.36"));
    expect(note).toMatch(
      /official wording of checklist 1\.36 was not read \(127\.0\.0\.1:1: .*\); --checklist FILE gives it$/,
    );
    expect(note).not.toContain("\n");
  });

  test("a file is read, through a link too", async () => {
    writeFileSync(join(dir, "list.yaml"), CHECKLIST);
    symlinkSync("list.yaml", join(dir, "link"));
    for (const name of ["list.yaml", "link"]) {
      const { checklist, note } = await loadChecklist(join(dir, name), offline);
      expect(checklist.minor).toBe("1.36");
      expect(note).toBeUndefined();
    }
  });

  test.each([
    ["a minor that has none", "1.32", "unknown", /no checklist for Kubernetes 1\.32/],
    ["a version of something else", "v2", "unknown", /no checklist for Kubernetes 2/],
    ["a file that is not there", "missing.yaml", "unreadable", /missing\.yaml: there is no such file/],
    ["a folder", ".", "unreadable", /it is no plain file/],
    ["a pipe", "pipe", "unreadable", /it is no plain file/],
    ["a file of 50 MB", "large", "unreadable", /it has 51200 KiB/],
    ["another file", "other", "malformed", /other:1:1: a checklist has metadata and spec/],
  ])("refuses %s", async (_, name, code, message) => {
    writeFileSync(join(dir, "large"), "");
    truncateSync(join(dir, "large"), 50 << 20);
    writeFileSync(join(dir, "other"), "hello\n");
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(dir, "pipe")]);
    const asked = /^v?\d/.test(name) ? name : join(dir, name);
    const refused = await loadChecklist(asked, offline).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ChecklistError);
    expect(refused).toMatchObject({
      code,
      message: expect.stringMatching(message),
      next: expect.stringMatching(/1\.(3|xx)/),
    });
  });
});

describe("checklistFor", () => {
  test.each(["v1.37.2", "v1.37.0-alpha.1", "v1.37.3-gke.1200+abc", "v1.37.1+k3s1"])(
    "takes %s for 1.37",
    async (version) => {
      expect((await checklistFor(version, offline)).checklist.minor).toBe("1.37");
    },
  );

  test.each(["v1.99.0", "v1.3.0", "undefined", ""])("has none for %j, and says which there are", async (version) => {
    await expect(checklistFor(version, offline)).rejects.toMatchObject({
      code: "unknown",
      next: expect.stringContaining("1.37"),
    });
  });
});
