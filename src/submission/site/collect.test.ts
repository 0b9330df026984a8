import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collect } from "./collect.js";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "karat-collect-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(folder: string, file = "PRODUCT.yaml"): void {
  mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, folder, file), "metadata: {}\n");
}

test("every vX.Y/PRODUCT is read, and what is none is told", async () => {
  for (const folder of ["v1.35/b", "v1.35/a", "v1.9/a", "docs/a", "v1/a", "v1.35.1/a", "v1.35/a/deeper"]) put(folder);
  put("v1.35/empty", "README.md");
  put("v1.35", "README.md");
  symlinkSync(join(dir, "v1.35/a"), join(dir, "v1.35/link"));
  const { submissions, unread } = await collect(dir);
  expect(submissions.map(({ directory }) => directory)).toEqual(["v1.35/a", "v1.35/b", "v1.9/a"]);
  expect(unread).toEqual([
    { directory: "v1.35/empty", why: "v1.35/empty holds no PRODUCT.yaml" },
    { directory: "v1.35/link", why: "v1.35/link is a link" },
  ]);
});

test("a folder without any, and none at all, are refused", async () => {
  put("docs/a");
  await expect(collect(dir)).rejects.toThrow(expect.objectContaining({ code: "not-found" }));
  await expect(collect(join(dir, "absent"))).rejects.toThrow(expect.objectContaining({ code: "not-found" }));
});
