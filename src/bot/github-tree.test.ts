import { afterEach, beforeEach, expect, test } from "vitest";
import type { SubmissionError } from "../submission/error.js";
import { loadSubmission } from "../submission/load.js";
import { tokenClient } from "./github.js";
import { githubTree } from "./github-tree.js";
import { lineLog } from "./log.js";
import { FAST, KEYS } from "./testing/bot.js";
import { INSTALLATION_TOKEN } from "./testing/authorise.js";
import { startGitHub, type FakeGitHub } from "./testing/github.js";
import { REPOSITORY } from "./testing/world.js";

let github: FakeGitHub;
beforeEach(async () => {
  github = await startGitHub(KEYS.publicKey);
});
afterEach(() => github.close());

const LOGO = Uint8Array.from({ length: 300 }, (_, index) => index % 256);

const FILES = {
  "README.md": "the repository's",
  "v1.35/acme/PRODUCT.yaml": "metadata: {}\n",
  "v1.35/acme/evidence/logs/run.log": "ran",
  "v1.35/acme/evidence/run.sh": { mode: "100755", content: "#!/bin/sh" },
  "v1.35/acme/logo.png": LOGO,
  "v1.35/acme/away": { mode: "120000", content: "../../../etc/passwd" },
  "v1.35/acme/other": { mode: "160000", content: "a commit" },
  "v1.35/acme-two/PRODUCT.yaml": "another",
  "v1.36/acme/\u202Egnp.exe": "name",
};

function treeOf(commit: string) {
  const log = lineLog(
    "text",
    () => {},
    () => new Date(),
  );
  const client = tokenClient(INSTALLATION_TOKEN, { apiUrl: github.url, durations: FAST, log });
  return githubTree(client, { owner: REPOSITORY.owner, repo: REPOSITORY.repo }, commit);
}

const ENTRIES = [
  { path: "PRODUCT.yaml", kind: "file", size: 13 },
  { path: "away", kind: "symlink", size: 0 },
  { path: "evidence/logs/run.log", kind: "file", size: 3 },
  { path: "evidence/run.sh", kind: "executable", size: 9 },
  { path: "logo.png", kind: "file", size: 300 },
  { path: "other", kind: "submodule", size: 0 },
];

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: unknown) => (error as SubmissionError).code,
  );

test("a folder's files are listed with their kinds and sizes, links and submodules too", async () => {
  const tree = treeOf(github.objects.commit(FILES));
  expect(await tree.entries("v1.35/acme")).toEqual(ENTRIES);
  expect(await tree.entries("v1.36")).toEqual([{ path: "acme/\u202Egnp.exe", kind: "file", size: 4 }]);
  expect((await tree.entries("")).map(({ path }) => path)).toContain("v1.35/acme-two/PRODUCT.yaml");
  expect(await code(tree.entries("v1.35/acm"))).toBe("not-found");
  expect(await code(tree.entries("v1.35/acme/PRODUCT.yaml"))).toBe("not-found");
});

test("a tree that GitHub truncates is listed folder by folder", async () => {
  github.mostEntries = 4;
  const tree = treeOf(github.objects.commit(FILES));
  expect(await tree.entries("v1.35/acme")).toEqual(ENTRIES);
});

test("a folder of a submission is loaded whole, to the byte", async () => {
  const submission = await loadSubmission(treeOf(github.objects.commit(FILES)), "v1.35/acme");
  expect(submission.files.get("logo.png")?.bytes).toEqual(Buffer.from(LOGO));
  expect(submission.files.get("away")?.bytes).toBeUndefined();
});

test("what is too large is refused before it is fetched, what is no file never fetched", async () => {
  const tree = treeOf(github.objects.commit(FILES));
  expect(await code(tree.read("v1.35/acme/logo.png", 299))).toBe("too-large");
  expect(await code(tree.read("v1.35/acme/away", 1_000))).toBe("unreadable");
  expect(await code(tree.read("v1.35/acme/nothing", 1_000))).toBe("not-found");
  expect(await code(tree.read("v1.35/acme/../acme-two/PRODUCT.yaml", 1_000))).toBe("not-found");
  expect(github.requests.some(({ path }) => path.includes("/git/blobs/"))).toBe(false);
  expect(await tree.read("v1.35/acme/logo.png", 300)).toEqual(Buffer.from(LOGO));
});

test("bytes that the commit does not have are not believed", async () => {
  const tree = treeOf(github.objects.commit(FILES));
  for (const [sha, bytes] of github.objects.blobs)
    github.objects.blobs.set(sha, Buffer.from(bytes.map((byte) => byte ^ 1)));
  expect(await code(tree.read("v1.35/acme/PRODUCT.yaml", 100))).toBe("unreadable");
});

test("a path that leads out is dropped, whoever sends it", async () => {
  const commit = github.objects.commit(FILES);
  for (const entries of github.objects.trees.values()) {
    const run = entries.find(({ path }) => path === "run.sh");
    if (run) run.path = "../../../run.sh";
  }
  const entries = await treeOf(commit).entries("v1.35/acme");
  expect(entries.map(({ path }) => path)).toEqual(
    ENTRIES.map(({ path }) => path).filter((path) => path !== "evidence/run.sh"),
  );
});

test("a commit that is not there is GitHub's error, not an empty tree", async () => {
  await expect(treeOf("0".repeat(40)).entries("")).rejects.toMatchObject({ status: 404 });
});
