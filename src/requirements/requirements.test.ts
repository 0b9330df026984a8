import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readManifests } from "../run/manifests.js";
import { requirements } from "./index.js";

const folder = (id: string): URL => new URL(`./${id}/`, import.meta.url);
const checks = requirements.flatMap(({ id, checks }) => checks.map((check) => ({ requirement: id, check })));

describe.each(requirements)("$id", ({ id, checks }) => {
  test("explains itself", () => expect(existsSync(new URL("README.md", folder(id)))).toBe(true));

  test("has at least one check of each kind", () => {
    expect(new Set(checks.map(({ kind }) => kind))).toEqual(new Set(["control", "positive", "negative"]));
  });

  test("has no workload that no check uses", () => {
    const used = checks.map((check) => `${check.id.split("/")[1]}.yaml`);
    for (const file of readdirSync(folder(id)).filter((name) => name.endsWith(".yaml"))) {
      expect(
        used.some((name) => name.endsWith(file)),
        file,
      ).toBe(true);
    }
  });
});

test("checks have ids of their own, under their requirement", () => {
  expect(new Set(checks.map(({ check }) => check.id)).size).toBe(checks.length);
  for (const { requirement, check } of checks) expect(check.id).toMatch(new RegExp(`^${requirement}/[a-z-]+$`));
});

test("the workloads are whole but for namespace and image", async () => {
  for (const { id } of requirements) {
    for (const file of readdirSync(folder(id)).filter((name) => name.endsWith(".yaml"))) {
      for (const object of await readManifests(new URL(file, folder(id)))) {
        expect(object["metadata"], file).not.toHaveProperty("namespace");
        for (const container of object["spec"]?.containers ?? []) expect(container, file).not.toHaveProperty("image");
      }
    }
  }
});
