import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { Undecidable } from "../record/judge.js";
import { equip, isWhole, type Origin, parseProbe, refused } from "./index.js";
import { probeLog } from "./testing.js";

const origin: Origin = { nonce: "0123456789abcdef", podUid: "uid-1", node: "node1", container: "probe" };
const log = probeLog(origin, {
  devices: [{ path: "/dev/nvidia0", type: "char", major: 195, minor: 0 }],
  openings: [{ path: "/dev/nvidia0", head: "head" }],
  made: [{ type: "block", major: 7, minor: 3, read: "sh: can't open /x: Operation not permitted" }],
  environment: { NVIDIA_VISIBLE_DEVICES: "all" },
});

describe("a whole log", () => {
  test("is read", () => {
    const sight = parseProbe(log, origin);
    expect(sight.devices.map(({ path, major, minor }) => [path, major, minor])).toEqual([
      ["/dev/null", 1, 3],
      ["/dev/nvidia0", 195, 0],
    ]);
    expect(sight.openings[0]).toMatchObject({ path: "/dev/nvidia0", read: { done: true }, write: { done: true } });
    expect(Buffer.from(sight.openings[0]!.head).toString()).toBe("head");
    expect(sight.environment.get("NVIDIA_VISIBLE_DEVICES")).toBe("all");
    expect(sight.made[0]!.mknod).toEqual({ done: true });
    expect(refused(sight.made[0]!.read!)).toBe(true);
    expect(isWhole(log)).toBe(true);
  });

  test.each([
    ["another run's nonce", { nonce: "fedcba9876543210" }],
    ["another pod", { podUid: "uid-2" }],
    ["another node", { node: "node2" }],
    ["another container", { container: "sibling" }],
    ["a nonce that anybody could print", { nonce: "" }],
  ])("is worthless as that of %s", (_, other) => {
    expect(() => parseProbe(log, { ...origin, ...other })).toThrow(Undecidable);
  });
});

describe("what is not exactly the probe's is worthless", () => {
  const lines = log.trimEnd().split("\n");
  const text = (parts: string[]): string => `${parts.join("\n")}\n`;
  const worthless = (text: string): void => expect(() => parseProbe(text, origin), text).toThrow(Undecidable);

  test("an empty log, as a node gives that runs nothing", () => worthless(""));

  test("any log that is cut at either end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length - 1 }), (at) => {
        worthless(log.slice(0, at));
        if (at > 0) worthless(log.slice(at));
      }),
    );
  });

  test("a log without one of its lines", () => {
    for (const [at] of lines.entries()) worthless(text(lines.filter((_, other) => other !== at)));
  });

  test("a log with a foreign line, anywhere", () => {
    fc.assert(
      fc.property(fc.nat(lines.length), fc.string(), (at, foreign) => {
        worthless(text([...lines.slice(0, at), foreign, ...lines.slice(at)]));
      }),
    );
  });

  test("lines in another order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        fc.pre(text(shuffled) !== log);
        worthless(text(shuffled));
      }),
    );
  });

  test("the specification's words, echoed by who did not run the script", () => {
    worthless(log.replace(/[0-9a-f]{64}/, "0".repeat(64)));
  });

  test("an attempt without an outcome", () => worthless(log.replace(/(open \S+) 0 - 0 -/, "$1 1 - 1 -")));
  test("a device file that ls could not read", () =>
    worthless(probeLog(origin, { listing: "ls: /dev/x: No such file\n" })));
  test("a container without even /dev/null", () => worthless(probeLog(origin, { listing: "" })));
});

describe("refused", () => {
  test.each([
    ["sh: can't open /karat-made-b-7-0: Operation not permitted", true],
    ["mknod: /x: Permission denied", true],
    ["sh: can't open /x: No such device or address", false],
    ["sh: can't open /x: No such file or directory", false],
    ["Operation not permitted, or so", false],
  ])("%s: %s", (error, yes) => expect(refused({ done: false, error })).toBe(yes));
  test("what was done", () => expect(refused({ done: true })).toBe(false));
});

describe("the script", () => {
  /** As the kubelet would run it: `$$` stands for `$` in commands. */
  function run(orders: Parameters<typeof equip>[1], shell: string[]): string {
    const container = { name: origin.container };
    equip(container, orders);
    const { command, env: told } = container as unknown as {
      command: string[];
      env: { name: string; value?: string }[];
    };
    const script = command[2]!.replaceAll("$$", "$");
    const variables = Object.fromEntries(
      told.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    );
    const { nonce, podUid, node } = origin;
    const env = { KARAT_NONCE: nonce, KARAT_POD_UID: podUid, KARAT_NODE: node, ...variables };
    const folder = mkdtempSync(join(tmpdir(), "karat-probe-"));
    try {
      // A whole machine is not a container: its file system is large, and parts of it are closed.
      writeFileSync(join(folder, "find"), "#!/bin/sh\necho /dev/null\n", { mode: 0o755 });
      return execFileSync(shell[0]!, [...shell.slice(1), "-c", script], {
        encoding: "utf8",
        env: { ...env, PATH: `${folder}:${process.env["PATH"]}` },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("prints what the parser reads", () => {
    const text = run({ open: ["/dev/nul[l]"], environment: ["KARAT_POD_*"], read: ["/proc/sys/kernel/ostype"] }, [
      "sh",
    ]);
    const sight = parseProbe(text, origin);
    expect(sight.openings).toMatchObject([{ path: "/dev/null", read: { done: true }, write: { done: true } }]);
    expect([...sight.environment]).toEqual([["KARAT_POD_UID", "uid-1"]]);
    expect(sight.files.get("/proc/sys/kernel/ostype")).toBe("Linux\n");
    expect(sight.mounts).toContain("/");
    expect(sight.made).toEqual([]);
  });
});
