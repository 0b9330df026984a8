import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PRODUCT } from "./document.js";
import { folderTree } from "./folder-tree.js";
import { LIMITS } from "./limits.js";
import { findSubmissions, loadSubmission } from "./load.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-submission-"));
  mkdirSync(join(root, "v1.36/acme/results"), { recursive: true });
  writeFileSync(join(root, "v1.36/acme", PRODUCT), "metadata:\n  platformName: Acme\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const acme = (path: string): string => join(root, "v1.36/acme", path);
const load = async () => loadSubmission(await folderTree(root), "v1.36/acme");

test("a submission is read whole, by the name of its folder", async () => {
  writeFileSync(acme("results/junit.xml"), "<testsuites/>");
  const { directory, minor, product, document, files } = await load();
  expect({ directory, minor, product }).toEqual({ directory: "v1.36/acme", minor: "1.36", product: "acme" });
  expect(document.metadata.get("platformName")?.value).toBe("Acme");
  expect([...files.keys()]).toEqual([PRODUCT, "results/junit.xml"]);
  expect(Buffer.from(files.get("results/junit.xml")?.bytes ?? []).toString()).toBe("<testsuites/>");
});

test("submissions are found below a repository, and what git keeps is none", async () => {
  mkdirSync(join(root, ".git/v1.35/kept"), { recursive: true });
  writeFileSync(join(root, ".git/v1.35/kept", PRODUCT), "");
  expect(await findSubmissions(await folderTree(root))).toEqual(["v1.36/acme"]);
});

test("a folder without PRODUCT.yaml is none", async () => {
  rmSync(acme(PRODUCT));
  await expect(load()).rejects.toMatchObject({ code: "not-found", message: `v1.36/acme holds no ${PRODUCT}` });
  await expect(folderTree(join(root, "nowhere"))).rejects.toMatchObject({ code: "not-found" });
});

describe("what is no plain file", () => {
  test("is listed, and never followed", async () => {
    symlinkSync("/etc/passwd", acme("passwd.md"));
    symlinkSync("/etc", acme("etc"));
    execFileSync("mkfifo", [acme("pipe.log")]);
    writeFileSync(acme("run.md"), "");
    chmodSync(acme("run.md"), 0o755);
    const { files } = await load();
    const kinds = [...files].map(([path, { kind, bytes }]) => [path, kind, bytes !== undefined]);
    expect(kinds).toEqual([
      [PRODUCT, "file", true],
      ["etc", "symlink", false],
      ["passwd.md", "symlink", false],
      ["pipe.log", "other", false],
      ["run.md", "executable", true],
    ]);
  });

  test("is refused when it is asked for by its path", async () => {
    symlinkSync("/etc", acme("etc"));
    const tree = await folderTree(root);
    await expect(tree.read("v1.36/acme/etc/passwd", 1e6)).rejects.toMatchObject({ code: "unreadable" });
    await expect(tree.read("../../etc/passwd", 1e6)).rejects.toThrow("leads out of the folder");
  });

  test("may be the folder itself, of which nothing is listed then", async () => {
    symlinkSync("/etc", join(root, "v1.36/birch"));
    const tree = await folderTree(root);
    await expect(tree.entries("v1.36/birch")).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("is a link"),
    });
    await expect(tree.entries("..")).rejects.toThrow("leads out of the folder");
    await expect(tree.entries("v1.36/acme/")).resolves.toHaveLength(1);
  });

  test("may be PRODUCT.yaml itself", async () => {
    rmSync(acme(PRODUCT));
    symlinkSync("/etc/passwd", acme(PRODUCT));
    const { document } = await load();
    expect(document.text).toBe("");
    expect(document.yaml).toBeUndefined();
  });
});

describe("more than anybody would hand in", () => {
  test("is listed without its bytes", async () => {
    writeFileSync(acme("big.md"), "");
    truncateSync(acme("big.md"), LIMITS.file + 1);
    writeFileSync(acme("big.log"), "");
    truncateSync(acme("big.log"), LIMITS.file + 1);
    for (let number = 0; number < LIMITS.files + 10; number++) writeFileSync(acme(`results/${number}.txt`), "x");
    const { files } = await load();
    expect(files.get("big.md")).toMatchObject({ size: LIMITS.file + 1 });
    expect(files.get("big.md")).not.toHaveProperty("bytes");
    expect(files.get("big.log")?.bytes).toHaveLength(LIMITS.file + 1);
    expect([...files.values()].filter(({ bytes }) => bytes !== undefined).length).toBeLessThanOrEqual(LIMITS.files);
    expect(files.get(PRODUCT)?.bytes).toBeDefined();
  });
});
