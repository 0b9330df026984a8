import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fault } from "../fault.js";
import { faults } from "./index.js";

const folder = new URL(".", import.meta.url);
/** What runs the faults, and is none itself. */
const OTHERS = new Set(["active.ts", "index.ts"]);

describe("the registry", () => {
  it("has the fault of every file", async () => {
    const files = readdirSync(folder).filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !OTHERS.has(name),
    );
    const modules = await Promise.all(
      files.map((name) => import(new URL(name, folder).href) as Promise<Record<string, Fault>>),
    );
    const declared = modules.flatMap((module) => Object.values(module));
    expect(new Set(declared)).toEqual(new Set(faults));
    expect(declared).toHaveLength(files.length);
  });

  it("is in the catalogue's order, without doubles", () => {
    const ids = faults.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(faults.map((fault) => [fault.id, fault] as const))(
    "%s says what it breaks, in whole sentences",
    (_id, fault) => {
      expect(fault.id).toMatch(/^F\d\d$/);
      expect(fault.breaks.length).toBeGreaterThan(0);
      for (const sentence of [fault.what, fault.how]) expect(sentence).toMatch(/^[A-Za-z].+\.$/);
    },
  );
});
