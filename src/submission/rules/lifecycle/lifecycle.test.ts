import { expect, test } from "vitest";
import { acceptedMinors } from "../../releases.js";
import { findings, lines, submitted } from "../testing.js";
import { acceptingWindow } from "./accepting-window.js";

const on = (today: string, directory: string, base = false): string[] => {
  const submission = submitted("spec: {}", { directory });
  return lines(findings(acceptingWindow, submission, { today, ...(base ? { base: submission } : {}) }));
};

test("the latest three minors are taken, from the day on which one is released", () => {
  expect(acceptedMinors("2026-08-25")).toEqual(["1.34", "1.35", "1.36"]);
  expect(acceptedMinors("2026-08-26")).toEqual(["1.35", "1.36", "1.37"]);
});

test("LIFE-001: what is too old or not released yet is not taken, and an amendment always is", () => {
  expect(on("2026-08-01", "v1.33/acme")).toEqual([
    "1:1 on 2026-08-01 new submissions are taken for 1.34, 1.35, 1.36; v1.33/acme is for 1.33",
  ]);
  expect(on("2026-08-01", "v1.37/acme")).toHaveLength(1);
  expect(on("2026-08-01", "v1.36/acme")).toEqual([]);
  expect(on("2026-08-01", "v1.33/acme", true)).toEqual([]);
  expect(on("2026-08-01", "v2.0/acme")).toEqual([]);
});
