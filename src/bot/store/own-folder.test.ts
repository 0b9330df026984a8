import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./open.js";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "karat-store-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Files by their paths; a folder ends in a slash. */
function fill(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, path.endsWith("/") ? "." : ".."), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(join(dir, path), text);
  }
}

const names = (): string[] => readdirSync(dir, { recursive: true, encoding: "utf8" }).toSorted();

test.each<[string, Record<string, string>]>([
  ["README.md", { "README.md": "somebody's" }],
  ["a", { lock: "12", "a\u001b/b": "" }],
  ["lock", { lock: "apt has it" }],
  ["pglite", { "pglite/package.json": "{}" }],
])("a folder that holds %s and is no store is refused, and nothing is written", async (name, files) => {
  fill(files);
  const before = names();
  await expect(openStore({ kind: "folder", path: dir })).rejects.toMatchObject({
    code: "config",
    message: expect.stringMatching(new RegExp(`^${dir} is no store of karat's, and holds ${name}[^\\p{Cc}]*$`, "u")),
    next: "name a folder that is new or empty by --store",
  });
  expect(names()).toEqual(before);
});

test.each<[string, Record<string, string>]>([
  ["is empty", {}],
  ["is a disk's own", { "lost+found/": "" }],
  ["a bot that was killed at its first start left", { lock: "4194305", "pglite/": "" }],
])(
  "a folder that %s becomes a store, and is one again with more in it",
  async (_, files) => {
    fill(files);
    await (await openStore({ kind: "folder", path: dir })).close();
    fill({ "README.md": "an administrator's" });
    await (await openStore({ kind: "folder", path: dir })).close();
  },
  60_000,
);

test("what is no folder is refused", async () => {
  fill({ file: "", "store/lock/": "" });
  for (const path of [join(dir, "file"), join(dir, "store")])
    await expect(openStore({ kind: "folder", path })).rejects.toMatchObject({ code: "config" });
});
