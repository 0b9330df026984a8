import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStat } from "./process.js";

const line = (pid: number, command: string, startTime: number): string =>
  `${pid} (${command}) S 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 ${startTime} 1 1\n`;

test("finds pid, state and start time, whatever the command is called", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4194304 }), fc.string(), fc.nat(), (pid, command, startTime) => {
      expect(parseStat(line(pid, command, startTime))).toEqual({ pid, state: "S", startTime: String(startTime) });
    }),
  );
});

test("reads this very process", () => {
  expect(parseStat(readFileSync("/proc/self/stat", "utf8"))).toMatchObject({ pid: process.pid });
});

test.each(["", "12", "12 (sh) S 1", line(1, "sh", 1).replace("1", "x")])("half a line is none: %j", (text) => {
  expect(parseStat(text)).toBeUndefined();
});
