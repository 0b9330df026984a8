import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testRecord } from "./testing.js";
import { STARTED, root, dir, failing, create, lockFile } from "./testing-writer.js";
import { RecordWriter } from "./writer.js";

describe("the folder", () => {
  test("must be empty for a new record", () => {
    mkdirSync(dir);
    writeFileSync(join(dir, "notes.txt"), "mine");
    const error = failing(create);
    expect(error.code).toBe("not-empty");
    expect(error.next).toMatch(/another folder/);
    expect(readdirSync(dir)).toEqual(["notes.txt"]);
  });

  test("has one writer", () => {
    const writer = create();
    writer.append(STARTED);
    expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe("locked");
    writer.close();
    RecordWriter.continue(dir, { secrets: [] }).close();
    expect(readdirSync(dir).sort()).toEqual(["blobs", "events.ndjson"]);
  });

  test("is free again after the writer's process was killed with -9", async () => {
    create().append(STARTED);
    const own = lockFile();
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const owner = JSON.parse(readFileSync(join(dir, own), "utf8")) as { pid: number; started: string };
    const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
    const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    writeFileSync(join(dir, own), JSON.stringify({ ...owner, pid: child.pid, started }));
    expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe("locked");
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    RecordWriter.continue(dir, { secrets: [] }).close();
  });

  test("is free when another process has the dead writer's pid by now", () => {
    create().append(STARTED);
    const own = lockFile();
    const owner = JSON.parse(readFileSync(join(dir, own), "utf8")) as object;
    writeFileSync(join(dir, own), JSON.stringify({ ...owner, started: "1" }));
    expect(() => RecordWriter.continue(dir, { secrets: [] }).close()).not.toThrow();
  });

  test("stays locked when the writer ran on another machine: nobody here can tell whether it lives", () => {
    create().append(STARTED);
    const own = lockFile();
    const owner = JSON.parse(readFileSync(join(dir, own), "utf8")) as object;
    writeFileSync(join(dir, own), JSON.stringify({ ...owner, host: "elsewhere", pid: 2 ** 22 }));
    const error = failing(() => RecordWriter.continue(dir, { secrets: [] }));
    expect(error.code).toBe("locked");
    expect(error.next).toContain(own);
  });
});

describe("a hostile folder", () => {
  test("with a link in place of the blobs has nothing cleared away behind it", () => {
    testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
    const precious = join(root, "precious");
    mkdirSync(precious);
    writeFileSync(join(precious, "f".repeat(64)), "mine");
    for (const folder of ["blobs/sha256", "blobs"]) {
      rmSync(join(dir, folder), { recursive: true });
      symlinkSync(folder === "blobs" ? root : precious, join(dir, folder));
      expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe("unsafe-file");
    }
    expect(readdirSync(precious)).toEqual(["f".repeat(64)]);
  });

  test("keeps whatever else lies among the blobs", () => {
    testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
    writeFileSync(join(dir, "blobs/sha256", "notes.txt"), "mine");
    RecordWriter.continue(dir, { secrets: [] }).close();
    expect(readdirSync(join(dir, "blobs/sha256"))).toEqual(["notes.txt"]);
  });

  test.each([
    [
      "a link to an endless device",
      () => symlinkSync("/dev/zero", join(dir, `.writer-${"0".repeat(16)}.lock`)),
      "locked",
    ],
    ["a pipe", () => execFileSync("sh", ["-c", 'mkfifo "$0"', join(dir, `.writer-${"0".repeat(16)}.lock`)]), "locked"],
  ])("with %s for a lock does not hang", (_, make, code) => {
    testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
    make();
    expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe(code);
  });

  test.each(["", "null", '{"pid":-1}', "[]", '{"pi'])(
    "with the lock %j, which no living writer leaves, is free",
    (text) => {
      testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
      writeFileSync(join(dir, `.writer-${"0".repeat(16)}.lock`), text);
      RecordWriter.continue(dir, { secrets: [] }).close();
      expect(readdirSync(dir).sort()).toEqual(["blobs", "events.ndjson"]);
    },
  );
});
