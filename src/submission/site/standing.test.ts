import { expect, test } from "vitest";
import { byMinor, standing } from "./standing.js";

test.each([
  ["2026-08-01", "2025-08-02", undefined, { standing: "current", until: "2026-08-02" }],
  ["2026-08-01", "2025-08-01", undefined, { standing: "lapsed", until: "2026-08-01" }],
  ["2026-08-01", "2024-02-29", undefined, { standing: "lapsed", until: "2025-03-01" }],
  ["2026-08-01", undefined, undefined, { standing: "unknown" }],
  ["2026-08-01", undefined, "1.36", { standing: "superseded" }],
  ["2026-08-01", "2024-01-01", "1.36", { standing: "superseded", until: "2025-01-01" }],
])("on %s what was merged on %s, with the newer minor %s, is %j", (today, merged, newer, expected) => {
  expect(standing(today, merged, newer)).toEqual(expected);
});

test("minors are in the order of their numbers", () => {
  expect(["1.10", "2.0", "1.9"].sort(byMinor)).toEqual(["1.9", "1.10", "2.0"]);
});
