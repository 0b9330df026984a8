import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFolder } from "./write.js";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-write-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const FILES = new Map([
  ["PRODUCT.yaml", Buffer.from("a")],
  ["results/junit.xml", Buffer.from("b")],
]);

describe("a folder is written", () => {
  test("whole, with the folders above it", () => {
    const dir = join(base, "v1.37", "acme");
    writeFolder(dir, FILES);
    expect(readFileSync(join(dir, "results/junit.xml"), "utf8")).toBe("b");
    expect(readdirSync(join(base, "v1.37"))).toEqual(["acme"]);
  });

  test("into an empty one", () => {
    writeFolder(base, FILES);
    expect(readdirSync(base).toSorted()).toEqual(["PRODUCT.yaml", "results"]);
  });

  test("not over what is there", () => {
    writeFileSync(join(base, "PRODUCT.yaml"), "mine");
    expect(() => writeFolder(base, FILES)).toThrow(/is not empty/);
    expect(() => writeFolder(join(base, "PRODUCT.yaml"), FILES)).toThrow(/is no folder/);
    expect(readFileSync(join(base, "PRODUCT.yaml"), "utf8")).toBe("mine");
  });

  test("not at all where a file cannot be", () => {
    const dir = join(base, "acme");
    const clash = new Map([...FILES, ["PRODUCT.yaml/x", Buffer.from("c")]]);
    expect(() => writeFolder(dir, clash)).toThrow(/cannot write .*acme/);
    expect(readdirSync(base)).toEqual([]);
  });
});
