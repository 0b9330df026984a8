import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PRODUCT } from "./document.js";
import { gitTree } from "./git-tree.js";
import { findSubmissions, loadSubmission } from "./load.js";

let root: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-C", root, "-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
const write = (path: string, text: string | Uint8Array): void => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-git-"));
  git("init", "--quiet", "--initial-branch=main");
  write(`v1.36/acme/${PRODUCT}`, "metadata:\n  platformName: Acme\n");
  write("v1.36/acme/a\tname \u00fc.log", Uint8Array.from([0, 10, 255]));
  write("v1.36/acme/run.md", "");
  chmodSync(join(root, "v1.36/acme/run.md"), 0o755);
  symlinkSync("/etc/passwd", join(root, "v1.36/acme/passwd.md"));
  write("v1.35/birch/PRODUCT.yaml", "metadata: {}\n");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a commit is read as it is, whatever lies in the folder now", async () => {
  write(`v1.36/acme/${PRODUCT}`, "changed");
  const tree = await gitTree(root, "main");
  expect(tree.commit).toBe(git("rev-parse", "HEAD").trim());
  expect(await findSubmissions(tree)).toEqual(["v1.35/birch", "v1.36/acme"]);
  const { files, document } = await loadSubmission(tree, "v1.36/acme");
  tree.close();
  expect(document.metadata.get("platformName")?.value).toBe("Acme");
  expect([...files].map(([path, { kind, bytes }]) => [path, kind, bytes && [...bytes].length])).toEqual([
    [PRODUCT, "file", 31],
    ["a\tname \u00fc.log", "file", 3],
    ["passwd.md", "symlink", undefined],
    ["run.md", "executable", 0],
  ]);
});

test("files that are asked for at once do not get each other's bytes", async () => {
  for (let number = 0; number < 30; number++) write(`v1.36/acme/${number}.txt`, `${number}`.repeat(number * 999));
  git("add", ".");
  git("commit", "--quiet", "-m", "second");
  const tree = await gitTree(root, "HEAD");
  const read = await Promise.all(Array.from({ length: 30 }, (_, number) => tree.read(`v1.36/acme/${number}.txt`, 1e6)));
  tree.close();
  read.forEach((bytes, number) => expect(Buffer.from(bytes).toString()).toBe(`${number}`.repeat(number * 999)));
});

test("links, what is not there, and what is too large are refused", async () => {
  const tree = await gitTree(root, "HEAD");
  await expect(tree.read("v1.36/acme/passwd.md", 1e6)).rejects.toMatchObject({ code: "unreadable" });
  await expect(tree.read("../etc/passwd", 1e6)).rejects.toMatchObject({ code: "not-found" });
  await expect(tree.read(`v1.36/acme/${PRODUCT}`, 5)).rejects.toMatchObject({ code: "too-large" });
  tree.close();
});

test.each([
  ["nothing", "not-found", /nothing names no commit/],
  ["--output=/tmp/x", "not-found", /^--output=\/tmp\/x names no commit$/],
  ["HEAD:v1.36", "not-found", /names no commit/],
  ["", "not-found", /names no commit/],
])("%j names no commit", async (ref, code, message) => {
  const error: unknown = await gitTree(root, ref).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test("an object that is gone is told of", async () => {
  const tree = await gitTree(root, "HEAD");
  const oid = git("rev-parse", `HEAD:v1.36/acme/${PRODUCT}`).trim();
  rmSync(join(root, ".git/objects", oid.slice(0, 2), oid.slice(2)));
  await expect(tree.read(`v1.36/acme/${PRODUCT}`, 1e6)).rejects.toMatchObject({ code: "unreadable" });
  expect(Buffer.from(await tree.read("v1.35/birch/PRODUCT.yaml", 1e6)).toString()).toBe("metadata: {}\n");
  tree.close();
});

test("what is no repository is told of", async () => {
  rmSync(join(root, ".git"), { recursive: true });
  await expect(gitTree(root, "HEAD")).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringContaining("is no git repository"),
  });
});

test("the repository that is named is read, also by a hook of another one", async () => {
  vi.stubEnv("GIT_DIR", "/nowhere").stubEnv("GIT_OBJECT_DIRECTORY", "/nowhere");
  try {
    const tree = await gitTree(root, "HEAD");
    expect(Buffer.from(await tree.read("v1.35/birch/PRODUCT.yaml", 1e6)).toString()).toBe("metadata: {}\n");
    tree.close();
  } finally {
    vi.unstubAllEnvs();
  }
});

test("nothing that a repository's configuration names is run, and nothing stands in for what is there", async () => {
  const ran = join(root, "ran");
  git("config", "core.fsmonitor", `touch ${ran}`);
  git("config", "extensions.partialClone", "origin");
  git("config", "protocol.ext.allow", "always");
  git("config", "remote.origin.url", `ext::sh -c touch% ${ran}`);
  git("config", "remote.origin.promisor", "true");
  const oid = git("rev-parse", `HEAD:v1.36/acme/${PRODUCT}`).trim();
  git("replace", git("rev-parse", "HEAD:v1.35/birch/PRODUCT.yaml").trim(), oid);
  const tree = await gitTree(root, "HEAD");
  expect(Buffer.from(await tree.read("v1.35/birch/PRODUCT.yaml", 1e6)).toString()).toBe("metadata: {}\n");
  rmSync(join(root, ".git/objects", oid.slice(0, 2), oid.slice(2)));
  await expect(tree.read(`v1.36/acme/${PRODUCT}`, 1e6)).rejects.toMatchObject({ code: "unreadable" });
  expect(existsSync(ran)).toBe(false);
  tree.close();
});
