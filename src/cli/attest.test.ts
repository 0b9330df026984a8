import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sampleRecord } from "../attest/testing.js";
import { packRecord } from "../record/archive.js";
import { testRecord, type TestCheck } from "../record/testing.js";
import { requirements } from "../requirements/index.js";
import { version } from "../version.js";
import { karat } from "./program.js";
import { isUsage } from "./work/usage.js";

// Which loads every requirement.
beforeAll(() => import("./work/attest.js"), 120_000);

let dir: string;
let printed: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-attest-"));
  printed = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  rmSync(dir, { recursive: true, force: true });
});

const path = (name: string) => join(dir, name);
const run = (...args: string[]): Promise<unknown> => karat().parseAsync(args, { from: "user" });
async function usage(...args: string[]): Promise<string> {
  const error = await run(...args).catch((error: unknown) => error);
  expect({ args, error: isUsage(error) }).toEqual({ args, error: true });
  return String(error);
}
/** A record that comes out again. */
function provenRecord(): string {
  const checks = requirements[0]!.checks.map(({ id, kind, proves }): TestCheck => {
    return { id, kind, proves, planned: { verdict: "skip", reason: "--skip" } };
  });
  return testRecord(path("run"), { checks, version });
}

describe("karat attest", () => {
  test("keygen makes a pair, once", async () => {
    await run("attest", "keygen", "-o", path("acme"));
    expect(printed).toMatch(/acme\.key {2}signs.*\n.*acme\.pub {2}verifies; its id is [0-9a-f]{64}/);
    const key = readFileSync(path("acme.key"));
    expect(await usage("attest", "keygen", "-o", path("acme"))).toMatch(/acme.key is there already/);
    expect(readFileSync(path("acme.key"))).toEqual(key);
  });

  test("keygen says where a pair cannot be, and makes none without a name", async () => {
    expect(await usage("attest", "keygen", "-o", join(path("none"), "acme"))).toMatch(/acme\.key cannot be written/);
    for (const folder of [`${dir}/`, `${dir}/.`, `${dir}/..`]) {
      expect(await usage("attest", "keygen", "-o", folder)).toMatch(/is a folder/);
    }
    await expect(run("attest", "keygen", "-o", "")).rejects.toMatchObject({ code: "commander.invalidArgument" });
    expect(readdirSync(dir)).toEqual([]);
  });

  test("says what is wrong with the command line before anything is signed", async () => {
    const record = sampleRecord(path("run"));
    writeFileSync(path("bad"), "no key");
    await run("attest", "keygen", "-o", path("acme"));
    const key = ["--key", path("acme.key")];
    expect(await usage("attest", record)).toMatch(/nobody is named who signs/);
    expect(await usage("attest", record, "--key", path("bad"))).toMatch(/no private ed25519 key/);
    expect(await usage("attest", record, "--key", path("acme.pub"))).toMatch(/no private ed25519 key/);
    expect(await usage("attest", record, ...key, "--rekor", "https://rekor.example")).toMatch(/a key signs without/);
    expect(await usage("attest", record, "--sigstore", "--rekor", "rekor")).toMatch(/rekor is no URL/);
    expect(await usage("attest", record, ...key, "-o", join(record, "x.jsonl"))).toMatch(/record's own folder/);
    expect(await usage("attest", record, ...key, "-o", path("bad"))).toMatch(/is there already/);
    const nowhere = join(path("nowhere"), "x.jsonl");
    expect(await usage("attest", record, ...key, "-o", nowhere)).toMatch(/nothing can be written to .*nowhere/);
    expect(await usage("attest", path("none"), ...key)).toMatch(/there is no folder/);
  });

  test("takes the bundle's place before anything is signed, and frees it where signing fails", async () => {
    const record = provenRecord();
    // There is no token, so that signing fails.
    const attest = ["attest", record, "--sigstore", "--identity-token", path("none")];
    await expect(run(...attest)).rejects.toMatchObject({ code: "network" });
    expect(existsSync(path("run.sigstore.jsonl"))).toBe(false);
    symlinkSync(path("gone"), path("run.sigstore.jsonl"));
    expect(await usage(...attest)).toMatch(/run.sigstore.jsonl cannot be written/);
  });

  test("signs what comes out again, for karat verify to hold the record to it", async () => {
    const record = provenRecord();
    await run("attest", "keygen", "-o", path("acme"));
    await run("attest", record, "--key", path("acme.key"));
    expect(printed).toMatch(/run\.intoto\.jsonl\n {2}FAILED: run test, inconclusive, root [0-9a-f]{64}\n$/);
    for (const named of [record, path("run.intoto.jsonl")]) {
      printed = "";
      await run("verify", named, "--key", path("acme.pub"));
      expect({ printed, code: process.exitCode }).toMatchObject({ code: 0 });
      expect(printed).toMatch(/signed by the key [0-9a-f]{64}/);
    }
    renameSync(path("run.intoto.jsonl"), path("elsewhere"));
    await run("verify", record, "--key", path("acme.pub"), "--bundle", path("elsewhere"), "--max-age", "1m");
    expect(process.exitCode).toBe(1);
    expect(printed).toContain("the run has expired");
    await run("verify", path("elsewhere"), "--record", record, "--key", path("acme.pub"));
    expect(process.exitCode).toBe(0);
  });

  test("signs nothing that it cannot judge to its end", async () => {
    await run("attest", "keygen", "-o", path("acme"));
    await run("attest", sampleRecord(path("run")), "--key", path("acme.key"));
    // Its checks are none that karat knows.
    expect(process.exitCode).toBe(3);
    expect(printed).toContain("nothing was signed, as the record did not come out again");
    expect(existsSync(path("run.intoto.jsonl"))).toBe(false);
  });
});

describe("karat verify", () => {
  test("never takes an unsigned record for a signed one", async () => {
    const record = sampleRecord(path("run"));
    await run("attest", "keygen", "-o", path("acme"));
    await run("verify", record, "--key", path("acme.pub"), "--output", "json");
    expect(process.exitCode).toBe(1);
    expect(printed).toContain('"unsigned"');
    cpSync(path("acme.pub"), path("run.intoto.jsonl"));
    printed = "";
    await run("verify", path("run.intoto.jsonl"), "--key", path("acme.pub"));
    expect(process.exitCode).toBe(1);
    expect(printed).toContain("the bundle is not as karat writes one");
  });

  test("says what is wrong with the command line before anything is judged", async () => {
    const record = sampleRecord(path("run"));
    writeFileSync(path("run.intoto.jsonl"), "");
    writeFileSync(path("other.jsonl"), "");
    await run("attest", "keygen", "-o", path("acme"));
    const key = ["--key", path("acme.pub")];
    expect(await usage("verify", path("run.intoto.jsonl"))).toMatch(/who is to have signed it/);
    expect(await usage("verify", record, "--bundle", path("other.jsonl"))).toMatch(/who is to have signed it/);
    expect(await usage("verify", record, "--bundle", path("none"), ...key)).toMatch(/cannot be read/);
    expect(await usage("verify", record, "--record", record, ...key)).toMatch(/is no bundle/);
    expect(await usage("verify", path("other.jsonl"), ...key)).toMatch(/does not say which record/);
    expect(await usage("verify", record, "--identity", "me")).toMatch(/name both|who identified it/);
    expect(await usage("verify", record, "--issuer", "https://issuer.example")).toMatch(/who identified it/);
    expect(await usage("verify", record, "--trusted-root", path("bad"))).toMatch(/serves identities/);
    expect(await usage("verify", record, "--key", path("acme.key"))).toMatch(/no public ed25519 key/);
    expect(await usage("verify", record, "--key", path("none"))).toMatch(/there is no file .*none/);
    execFileSync("mkfifo", [path("pipe")]);
    expect(await usage("verify", record, "--bundle", path("pipe"), ...key)).toMatch(/pipe cannot be read/);
    const identity = ["--identity", "me", "--issuer", "https://issuer.example"];
    expect(await usage("verify", record, ...identity, "--trusted-root", path("none"))).toMatch(/no trusted root/);
  });

  test.each([
    ["--key", ""],
    ["--challenge", "short"],
    ["--challenge", "has spaces in it, which a URL has not"],
    ["--max-age", "90"],
    ["--max-age", "-1d"],
    ["--cluster", "kube-system"],
  ])("refuses %s %s", async (...option) => {
    await expect(run("verify", path("run"), ...option)).rejects.toMatchObject({ code: "commander.invalidArgument" });
  });

  test("takes a packed record by its content, and its bundle by its name", async () => {
    const record = provenRecord();
    writeFileSync(path("mine.txt"), await packRecord(record));
    await run("attest", "keygen", "-o", path("acme"));
    await run("attest", record, "--key", path("acme.key"), "-o", path("mine.intoto.jsonl"));
    for (const named of [path("mine.txt"), path("mine.intoto.jsonl")]) {
      process.exitCode = undefined;
      await run("verify", named, "--key", path("acme.pub"));
      expect({ printed, code: process.exitCode }).toMatchObject({ code: 0 });
    }
    writeFileSync(path("mine.txt"), "hello");
    expect(await usage("verify", path("mine.txt"))).toMatch(/mine.txt is no packed record/);
    await expect(run("verify", "")).rejects.toMatchObject({ code: "commander.invalidArgument" });
  });

  test("tells of a record without signature what was expected of it", async () => {
    const record = sampleRecord(path("run"));
    await run("verify", record, "--challenge", "maintainer-asks-0001", "--max-age", "1d", "--cluster", "ab".repeat(32));
    expect(process.exitCode).toBe(1);
    for (const words of ["answers no challenge", "made on another cluster"]) expect(printed).toContain(words);
  });
});
