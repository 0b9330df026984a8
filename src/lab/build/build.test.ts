import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Component } from "../component.js";
import { components } from "../components/index.js";
import { remainingSeconds } from "./build.js";
import { componentsDirectory, entryDirectory, fingerprint, MANIFEST, missingComponents, outputs } from "./cache.js";
import { componentKey, moduleDirectory } from "./key.js";
import { pack, unpack } from "./pack.js";

describe("components", () => {
  test("have unique names and programs", () => {
    const names = components.map(({ name }) => name);
    const programs = components.flatMap(outputs);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(programs).size).toBe(programs.length);
  });

  test("of Go are pinned to the byte by their wrapper module", () => {
    for (const { source } of components) {
      if (source.from !== "go") continue;
      for (const file of ["go.mod", "go.sum"])
        expect(existsSync(join(moduleDirectory(source.module), file))).toBe(true);
    }
  });

  test("are keyed by what they are built from", () => {
    const [component] = components as [Component];
    const copy: Component = { ...component, purpose: "other words" };
    expect(componentKey(copy)).toBe(componentKey(component));
    const other: Component = { ...component, source: { from: "debian", package: "other", files: { busybox: "x" } } };
    expect(componentKey(other)).not.toBe(componentKey(component));
  });
});

describe("remaining time", () => {
  const rest = [{ buildSeconds: 100 }, { buildSeconds: 50 }] as Component[];

  test("is the declared one at first", () => {
    expect(remainingSeconds(rest, [])).toBe(150);
  });

  test("follows how this machine does, and a small component moves it little", () => {
    expect(remainingSeconds(rest, [{ declared: 200, measured: 400 }])).toBeGreaterThan(250);
    expect(remainingSeconds(rest, [{ declared: 2, measured: 4 }])).toBeLessThan(165);
  });
});

describe("pack and unpack", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "karat-pack-"));
    vi.stubEnv("KARAT_CACHE", join(folder, "cache"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** A cache in which every component stands, with small contents. */
  async function fill(wrong?: string): Promise<string> {
    for (const component of components) {
      const bin = join(entryDirectory(component), "bin");
      mkdirSync(bin, { recursive: true });
      for (const name of outputs(component)) writeFileSync(join(bin, name), `program ${name}`, { mode: 0o755 });
      const { name, version } = component;
      const manifest = {
        name,
        version,
        key: componentKey(component),
        builtBy: "test",
        seconds: 1,
        files: await fingerprint(bin),
      };
      writeFileSync(join(entryDirectory(component), MANIFEST), JSON.stringify(manifest));
      if (wrong !== undefined && outputs(component).includes(wrong)) writeFileSync(join(bin, wrong), "programme");
    }
    const file = join(folder, "pack.tar.gz");
    await pack(file, "full");
    vi.stubEnv("KARAT_CACHE", join(folder, "other-cache"));
    return file;
  }

  test("bring every component over, once", async () => {
    const file = await fill();
    expect(await missingComponents("full")).toHaveLength(components.length);
    expect(await unpack(file)).toEqual(components.map(({ name }) => name));
    expect(await missingComponents("full")).toEqual([]);
    expect(await unpack(file)).toEqual([]);
  });

  test("refuse an archive with one wrong byte, and take nothing of it", async () => {
    await expect(unpack(await fill("kubelet"))).rejects.toThrow("kubelet: kubelet is not what its checksum says");
    expect(readdirSync(componentsDirectory())).toEqual([]);
  });

  test("refuse to pack what isn't built", async () => {
    await expect(pack("/nonexistent", "core")).rejects.toThrow("not built yet: busybox");
  });
});
