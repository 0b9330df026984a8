import { expect, test } from "vitest";
import { mergeTables, toToml } from "./toml.js";

test("writes values before tables, tables under full quoted names, and none that is empty", () => {
  const table = {
    plugins: { "io.containerd.x": { on: true, dirs: ["/a", "/b"], deep: { size: 3 } }, empty: {} },
    version: 3,
    root: 'a "quoted"\npath',
  };
  expect(toToml(table)).toBe(`"version" = 3
"root" = "a \\"quoted\\"\\npath"

["plugins"."io.containerd.x"]
"on" = true
"dirs" = ["/a","/b"]

["plugins"."io.containerd.x"."deep"]
"size" = 3
`);
});

test("merges tables and replaces anything else", () => {
  const base = { a: { b: 1, c: ["x"] }, d: "e" };
  expect(mergeTables(base, { a: { c: ["y"], f: { g: true } } })).toEqual({
    a: { b: 1, c: ["y"], f: { g: true } },
    d: "e",
  });
  expect(base.a).toEqual({ b: 1, c: ["x"] });
});
