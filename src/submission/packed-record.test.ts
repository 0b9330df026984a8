import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RecordReader } from "../record/reader.js";
import {
  beginsAsPackedRecord,
  isPackedRecord,
  packedRecord,
  parted,
  readPackedRecord,
  recordFiles,
  withUnpacked,
} from "./packed-record.js";
import { testRun } from "./new/testing.js";

let base: string;
let run: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-packed-"));
  run = testRun(join(base, "run"), { gang_scheduling: "pass" });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const root = (dir: string): string => new RecordReader(dir).state().rootHash;
async function whole(): Promise<Uint8Array> {
  const [text = new Uint8Array()] = (await recordFiles(run)).values();
  return text;
}
const submitted = (files: ReadonlyMap<string, Uint8Array>) =>
  new Map([...files].map(([path, bytes]) => [path, { bytes }]));

describe("a record in a submission", () => {
  test("is one file where it can be, and comes out as it was", async () => {
    const files = await recordFiles(run);
    expect([...files.keys()]).toEqual(["karat/record.txt"]);
    const text = packedRecord(submitted(files)) ?? Buffer.alloc(0);
    expect(await withUnpacked(text, root)).toBe(root(run));
  });

  test("is several where it must be, found by any of them", async () => {
    const files = parted(await whole(), 700);
    expect(files.size).toBeGreaterThan(2);
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), bytes);
    }
    expect(packedRecord(submitted(files))).toEqual(Buffer.from(await whole()));
    for (const path of files.keys()) {
      expect(isPackedRecord(path)).toBe(true);
      expect(Buffer.from(readPackedRecord(join(base, path)))).toEqual(Buffer.from(await whole()));
    }
  });

  test("is known by its content, whatever its name", async () => {
    const [mine, other] = [join(base, "mine.b64"), join(base, "notes.txt")];
    writeFileSync(mine, await whole());
    writeFileSync(join(base, "record-001.txt"), "another");
    expect(beginsAsPackedRecord(mine)).toBe(true);
    expect(Buffer.from(readPackedRecord(mine))).toEqual(Buffer.from(await whole()));
    for (const text of ["", "H4s", "{}\n", "hello"]) {
      writeFileSync(other, text);
      expect({ text, begins: beginsAsPackedRecord(other) }).toEqual({ text, begins: false });
    }
  });

  test("is none where a part was not handed in, or nothing was", async () => {
    expect(packedRecord(new Map([["karat/record-001.txt", {}]]))).toBeUndefined();
    expect(packedRecord(new Map([["karat/notes.txt", { bytes: await whole() }]]))).toBeUndefined();
    expect(isPackedRecord("karat/notes.txt")).toBe(false);
  });

  test("that is larger than a submission may be is refused", () => {
    expect(() => parted(new Uint8Array(41 * 1024 * 1024))).toThrow(/has 41 MiB when packed/);
  });

  test("is gone again after it was used, whatever happened", async () => {
    let seen = "";
    const text = await whole();
    await expect(
      withUnpacked(text, (dir) => {
        seen = dir;
        expect(readdirSync(dir)).toContain("events.ndjson");
        throw new Error("meanwhile");
      }),
    ).rejects.toThrow("meanwhile");
    expect(existsSync(seen)).toBe(false);
  });
});
