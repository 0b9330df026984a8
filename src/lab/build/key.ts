import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Component } from "../component.js";

/** Files of a wrapper module that decide what is built: go.mod pins the toolchain, go.sum every byte of every module. */
const MODULE_FILES = ["go.mod", "go.sum", "main.go"];

export function moduleDirectory(module: string): string {
  return fileURLToPath(new URL(`../components/modules/${module}/`, import.meta.url));
}

const known = new WeakMap<Component, string>();

/**
 * Names what a component is built from; the same key means the same bits. Go's version is in it by way of go.mod and
 * not of the machine: a newer Go is no reason to build for minutes, and a machine with an unpacked cache has none.
 */
export function componentKey(component: Component): string {
  const before = known.get(component);
  if (before !== undefined) return before;
  const { source } = component;
  const hash = createHash("sha256").update(JSON.stringify([component.name, source, process.arch]));
  if (source.from === "go") {
    for (const name of MODULE_FILES) {
      const file = join(moduleDirectory(source.module), name);
      if (existsSync(file)) hash.update(`\n${name}\n`).update(readFileSync(file));
    }
  }
  const key = hash.digest("hex").slice(0, 20);
  known.set(component, key);
  return key;
}
