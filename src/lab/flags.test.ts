import { expect, test } from "vitest";
import { mergeFlags, toArgs } from "./flags.js";

test("later flags win, and lists of key=value are joined", () => {
  const merged = mergeFlags(
    { v: "2", "feature-gates": { A: "true", B: "true" }, "runtime-config": { "x/v1": "true" } },
    { v: "4", "feature-gates": { B: "false" } },
    {},
  );
  expect(toArgs(merged)).toEqual(["--v=4", "--feature-gates=A=true,B=false", "--runtime-config=x/v1=true"]);
});

test("leaves what it merges as it was", () => {
  const base = { "feature-gates": { A: "true" } };
  mergeFlags(base, { "feature-gates": { A: "false" } });
  expect(base).toEqual({ "feature-gates": { A: "true" } });
});
