import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { packTar, type TarEntry } from "modern-tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sealReports } from "../report/files.js";
import { packRecord, unpackRecord } from "./archive.js";
import { Limits } from "./limits.js";
import { RecordReader } from "./reader.js";
import { testRecord } from "./testing.js";

let base: string;
let run: string;
let out: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-archive-"));
  out = join(base, "out");
  mkdirSync(out);
  const observations = [{ name: "fact", data: "x".repeat(Limits.inline + 1) }];
  run = testRecord(join(base, "run"), { checks: [{ id: "dra_support/one", kind: "control", observations }] });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const bytes = (text: string) => Buffer.from(text, "utf8");
const files = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(dir, path)).isFile())
      .toSorted()
      .map((path) => [path, readFileSync(join(dir, path), "latin1")]),
  );
const packed = async (entries: TarEntry[]): Promise<Buffer> =>
  bytes(gzipSync(await packTar(entries)).toString("base64"));
const entry = (name: string, more: Partial<TarEntry["header"]> = {}): TarEntry => ({
  header: { name, size: 1, type: "file", ...more },
  body: "x",
});

describe("a record packed into one text", () => {
  test("comes out again to the byte, reports and all", async () => {
    sealReports(run, { name: "karat", version: "1.0.0" }, ["junit", "log"]);
    await unpackRecord(bytes(await packRecord(run)), out);
    expect(files(out)).toEqual(files(run));
    expect(new RecordReader(out).state().rootHash).toBe(new RecordReader(run).state().rootHash);
  });

  test("is the same each time", async () => {
    expect(await packRecord(run)).toBe(await packRecord(run));
  });

  test("leaves out what is no part of it", async () => {
    const before = await packRecord(run);
    mkdirSync(join(run, "notes"));
    expect(await packRecord(run)).toBe(before);
  });

  test("comes out by base64 and tar too", async () => {
    const text = await packRecord(run);
    const tar = execFileSync("base64", ["-d"], { input: text });
    execFileSync("tar", ["xz", "-C", out], { input: tar });
    expect(files(out)).toEqual(files(run));
    // Whenever it was packed.
    expect(statSync(join(out, "events.ndjson")).mtimeMs).toBe(0);
  });

  test("survives a checkout that writes CRLF", async () => {
    await unpackRecord(bytes((await packRecord(run)).replaceAll("\n", "\r\n")), out);
    expect(files(out)).toEqual(files(run));
  });

  test("of a record that lacks a blob is refused", async () => {
    rmSync(join(run, "blobs"), { recursive: true });
    await expect(packRecord(run)).rejects.toThrow(/cannot read blobs\/sha256\//);
  });
});

describe("a packed record from anybody", () => {
  const refused = async (text: Uint8Array): Promise<string> => {
    const error: unknown = await unpackRecord(text, out).catch((caught: unknown) => caught);
    expect(readdirSync(out)).toEqual([]);
    expect(readdirSync(base).toSorted()).toEqual(["out", "run"]);
    return (error as { code: string }).code;
  };

  test.each([
    "../events.ndjson",
    "/etc/karat",
    "blobs/sha256/../../../x",
    "blobs/sha256/short",
    "blobs/other",
    "reports/../../x",
    "a\\b",
    `.writer-${"0".repeat(16)}.lock`,
  ])("writes nothing named %s", async (name) => {
    expect(await refused(await packed([entry("events.ndjson"), entry(name)]))).toBe("unsafe-file");
  });

  test.each(["symlink", "link", "directory", "fifo", "character-device"] as const)("makes no %s", async (type) => {
    const header = { type, size: 0, linkname: "events.ndjson" };
    expect(await refused(await packed([{ header: { name: "report.html", ...header } }]))).toBe("unsafe-file");
  });

  test("that would fill the memory is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(Limits.archive + 1)).toString("base64");
    expect(await refused(bytes(bomb))).toBe("too-large");
  });

  test.each([
    ["no base64", "events, honestly"],
    ["no gzip", Buffer.from("events").toString("base64")],
    ["no tar", gzipSync("events".repeat(200)).toString("base64")],
  ])("that is %s is refused", async (_, text) => {
    expect(await refused(bytes(text))).toBe("malformed");
  });

  test("with anything else in it is refused", async () => {
    expect(await refused(bytes(`${await packRecord(run)}!`))).toBe("malformed");
  });

  test("with a file twice is refused", async () => {
    const twice = await packed([entry("events.ndjson"), entry("events.ndjson")]);
    await expect(unpackRecord(twice, out)).rejects.toThrow(/holds events.ndjson twice/);
  });

  test("cut short or altered never comes out as another record", async () => {
    const text = await packRecord(run);
    const whole = files(run);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom("", "A", "z", "/", "="), async (at, by) => {
        const dir = mkdtempSync(join(base, "some-"));
        const altered = by === "" ? text.slice(0, at) : text.slice(0, at) + by + text.slice(at + 1);
        const failed = await unpackRecord(bytes(altered), dir).then(
          () => false,
          () => true,
        );
        if (!failed) expect(files(dir)).toEqual(whole);
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test("tells the gzip of one tar from the tar itself", async () => {
    const tar = gunzipSync(Buffer.from(await packRecord(run), "base64"));
    expect(await refused(bytes(tar.toString("base64")))).toBe("malformed");
  });
});
