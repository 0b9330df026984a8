import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileName } from "./file-name.js";
import { folderTree } from "./folder-tree.js";
import { gitTree } from "./git-tree.js";
import { loadSubmission } from "./load.js";
import { plainFiles } from "./rules/integrity/plain-files.js";
import { findings } from "./rules/testing.js";

test.each([
  ["a name.md", "a name.md", true],
  ["caf\u00c3\u00a9.md", "caf\u00e9.md", true],
  ["caf\u00e9.md", "caf\\xe9.md", false],
])("the bytes of %j", (latin1, text, isUtf8) => {
  expect(fileName(Buffer.from(latin1, "latin1"))).toEqual({ text, isUtf8 });
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-name-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bytesOf = (path: string): Buffer => Buffer.from(join(root, path), "latin1");
const write = (path: string, text: string): void => {
  mkdirSync(bytesOf(path.replace(/\/[^/]*$/, "")), { recursive: true });
  writeFileSync(bytesOf(path), text);
};
const git = (...args: string[]) =>
  execFileSync("git", ["-C", root, "-c", "user.name=T", "-c", "user.email=t@example.org", ...args]);

async function committed() {
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  return gitTree(root, "HEAD");
}

// Other systems' disks refuse such names.
describe.runIf(process.platform === "linux")("a name that is not UTF-8", () => {
  beforeEach(() => {
    write("v1.36/acme/PRODUCT.yaml", "metadata: {}\n");
    write("v1.36/acme/b.md", "seen");
    write("v1.36/acme/caf\xe9.md", "x");
    write("v1.36/acme/caf\xe8.md", "x");
  });

  test.each([
    ["a folder", () => folderTree(root)],
    ["a commit", committed],
  ])("is a finding in %s, and hides no other file", async (_, open) => {
    const submission = await loadSubmission(await open(), "v1.36/acme");
    expect([...submission.files.values()].map(({ path, kind }) => [path, kind])).toEqual([
      ["PRODUCT.yaml", "file"],
      ["b.md", "file"],
      ["caf\\xe8.md", "misnamed"],
      ["caf\\xe9.md", "misnamed"],
    ]);
    expect(Buffer.from(submission.files.get("b.md")?.bytes ?? []).toString()).toBe("seen");
    expect(findings(plainFiles, submission).map(({ message }) => message)).toEqual([
      "caf\\xe8.md has a name that is not UTF-8, and is not read",
      "caf\\xe9.md has a name that is not UTF-8, and is not read",
    ]);
  });

  test("of a folder below is one for all of it on a disk, and for each file in a commit", async () => {
    write("v1.36/birch/PRODUCT.yaml", "metadata: {}\n");
    write("v1.36/birch/\xe9/a.md", "x");
    const kinds = async (tree: Awaited<ReturnType<typeof folderTree>>) =>
      (await tree.entries("v1.36/birch")).map(({ path, kind }) => `${path} ${kind}`);
    expect(await kinds(await folderTree(root))).toEqual(["PRODUCT.yaml file", "\\xe9 misnamed"]);
    expect(await kinds(await committed())).toEqual(["PRODUCT.yaml file", "\\xe9/a.md misnamed"]);
  });

  test("of a product's own folder does not keep a commit's from being read", async () => {
    write("v1.36/\xe9/PRODUCT.yaml", "metadata: {}\n");
    const submission = await loadSubmission(await committed(), "v1.36/\\xe9");
    expect(submission.files.get("PRODUCT.yaml")?.kind).toBe("file");
    await expect(loadSubmission(await folderTree(root), "v1.36/\\xe9")).rejects.toThrow(
      "v1.36/\\xe9 has a name that is not UTF-8",
    );
  });
});
