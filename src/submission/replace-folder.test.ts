import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NEVER, replaceFolder } from "./replace-folder.js";

/** Whether the system refuses to remove anything. */
const keeps = vi.hoisted(() => ({ all: false }));
vi.mock(import("node:fs"), async (original) => {
  const fs = await original();
  const rmSync: typeof fs.rmSync = (...args) => {
    if (keeps.all) throw new Error("EBUSY");
    fs.rmSync(...args);
  };
  return { ...fs, rmSync };
});

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-write-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const FILES = new Map([
  ["PRODUCT.yaml", Buffer.from("a")],
  ["results/junit.xml", Buffer.from("b")],
]);

const write = (dir: string, files: ReadonlyMap<string, Uint8Array>): void => replaceFolder(dir, files, NEVER);

describe("a folder is written", () => {
  test("whole, with the folders above it", () => {
    const dir = join(base, "v1.37", "acme");
    write(dir, FILES);
    expect(readFileSync(join(dir, "results/junit.xml"), "utf8")).toBe("b");
    expect(readdirSync(join(base, "v1.37"))).toEqual(["acme"]);
  });

  test("into an empty one", () => {
    write(base, FILES);
    expect(readdirSync(base).toSorted()).toEqual(["PRODUCT.yaml", "results"]);
  });

  test("not over what is there", () => {
    writeFileSync(join(base, "PRODUCT.yaml"), "mine");
    expect(() => write(base, FILES)).toThrow(/is not empty/);
    expect(() => write(join(base, "PRODUCT.yaml"), FILES)).toThrow(/is no folder/);
    expect(() => write(join(base, "PRODUCT.yaml", "x"), FILES)).toThrow(/^cannot look at .*ENOTDIR/);
    symlinkSync(mkdtempSync(join(base, "empty-")), join(base, "link"));
    expect(() => write(`${join(base, "link")}/`, FILES)).toThrow(/is no folder/);
    expect(readFileSync(join(base, "PRODUCT.yaml"), "utf8")).toBe("mine");
  });

  test("not at all where a file cannot be", () => {
    const dir = join(base, "acme");
    const clash = new Map([...FILES, ["PRODUCT.yaml/x", Buffer.from("c")]]);
    expect(() => write(dir, clash)).toThrow(/cannot write .*acme/);
    expect(readdirSync(base)).toEqual([]);
  });

  test("beside what another left where it is made", () => {
    const other = join(base, `acme.${process.pid}.partial`);
    mkdirSync(other);
    writeFileSync(join(other, "kept"), "");
    write(join(base, "acme"), FILES);
    expect(readdirSync(base).toSorted()).toEqual(["acme", `acme.${process.pid}.partial`]);
    expect(readdirSync(other)).toEqual(["kept"]);
  });

  test("in the place of one that may go, and says so even where the old one cannot be removed", () => {
    const dir = join(base, "acme");
    write(dir, new Map([["old", Buffer.from("")]]));
    keeps.all = true;
    try {
      const anything = { objection: () => undefined, next: "" };
      expect(() => replaceFolder(dir, FILES, anything)).toThrow(/acme is written, and .* cannot be removed: EBUSY/);
    } finally {
      keeps.all = false;
    }
    expect(readdirSync(dir).toSorted()).toEqual(["PRODUCT.yaml", "results"]);
  });

  test("not over what was filled meanwhile", () => {
    const dir = join(base, "acme");
    let asked = 0;
    const changing = { objection: () => (asked++ === 0 ? undefined : "was filled meanwhile"), next: "" };
    write(dir, new Map([["old", Buffer.from("")]]));
    expect(() => replaceFolder(dir, FILES, changing)).toThrow(/was filled meanwhile/);
    expect(readdirSync(dir)).toEqual(["old"]);
    expect(readdirSync(base)).toEqual(["acme"]);
  });
});
