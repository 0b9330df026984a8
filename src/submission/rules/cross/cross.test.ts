import { expect, test } from "vitest";
import type { Context } from "../../rule.js";
import type { Submission } from "../../submission.js";
import { findings, submitted, type Given } from "../testing.js";
import { cross } from "./index.js";

function found(id: string, submission: Submission, context: Partial<Context>): string[] {
  const rule = cross.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return findings(rule, submission, context).map(
    ({ severity, place, message }) => `${severity} ${place.line} ${message}`,
  );
}

interface Told {
  vendor?: string;
  platform?: string;
  version?: string;
  status?: string;
  evidence?: string[];
}

function product(directory: string, told: Told = {}, files: Given["files"] = {}): Submission {
  const {
    vendor = "Acme",
    platform = "Acme K8s",
    version = "2.4",
    status = "Implemented",
    evidence = ["https://a.io/x"],
  } = told;
  const text = `metadata:
  vendorName: ${vendor}
  platformName: ${platform}
  platformVersion: "${version}"
spec:
  x:
    - id: gang_scheduling
      level: MUST
      status: ${status}
      evidence: ${JSON.stringify(evidence)}
`;
  return submitted(text, { directory, files });
}

test("CROSS-001: the same product twice for one minor", () => {
  const others = [product("v1.36/acme-k8s"), product("v1.35/acme"), product("v1.36/rival", { vendor: "Rival" })];
  expect(found("CROSS-001", product("v1.36/acme"), { others })).toEqual([
    "error 3 v1.36/acme-k8s is of the same vendor's Acme K8s for 1.36 too",
  ]);
  const air = product("v1.36/acme", { platform: "Acme K8s, air-gapped" });
  expect(found("CROSS-001", air, { others })).toEqual([]);
});

test("CROSS-002: pods, runs and bytes never come again; a vendor's own devices may", () => {
  const long = "what we saw, line by line\n".repeat(40);
  const uuid = "GPU-c2f76b33-7953-256e-8f33-1343419b1a1c";
  const pod = "dra-gpu-example-7c7d5856fb-mbn76";
  const older = product("v1.35/acme", {}, { "a.md": long, "b.md": `${pod} Running\n`, "c.md": uuid });
  const same = {
    "x.md": long,
    "y.md": `${pod} Running, anew\n`,
    "z.md": `${uuid} again`,
    "n.md": "web-7c7d5856fb-qqqqq",
  };
  expect(found("CROSS-002", product("v1.36/acme", {}, same), { others: [older] })).toEqual([
    "warn 1 x.md shows the same bytes as a.md of v1.35/acme",
    "warn 1 y.md shows the same pods as b.md of v1.35/acme",
  ]);
  const rival = product("v1.36/rival", { vendor: "Rival" }, { "z.md": `${uuid} again` });
  expect(found("CROSS-002", rival, { others: [older] })).toEqual([
    "warn 1 z.md shows the same devices as c.md of v1.35/acme",
  ]);
  expect(found("CROSS-002", older, { others: [product("v1.36/acme", {}, same)] })).toEqual([]);
});

test("CROSS-003: what changed since the last minor, and what was lost", () => {
  const others = [product("v1.34/acme", { status: "N/A" }), product("v1.35/acme"), product("v1.37/acme")];
  expect(found("CROSS-003", product("v1.36/acme", { status: "N/A" }), { others })).toEqual([
    "info 9 gang_scheduling was Implemented in v1.35/acme and is N/A now",
    "info 1 since v1.35/acme status or evidence changed of: gang_scheduling",
  ]);
  expect(found("CROSS-003", product("v1.36/acme"), { others })).toEqual([
    "info 1 since v1.35/acme status or evidence changed of: nothing",
  ]);
  expect(found("CROSS-003", product("v1.36/newcomer", { platform: "New" }), { others })).toEqual([]);
});

test("CROSS-004: a version is not raised in a folder that is certified", () => {
  const base = product("v1.36/acme");
  expect(found("CROSS-004", product("v1.36/acme", { version: "2.5" }), { base })).toEqual([
    "error 4 platformVersion was 2.4 when this was certified, and is 2.5 now",
  ]);
  expect(found("CROSS-004", product("v1.36/acme", { version: "2.5" }), {})).toEqual([]);
  expect(found("CROSS-004", base, { base })).toEqual([]);
});

test("CROSS-005: afterwards links may be repaired and evidence added, nothing taken away", () => {
  const base = product("v1.36/acme", { evidence: ["https://a.io/x", "https://a.io/y"] });
  const now = (told: Told) => found("CROSS-005", product("v1.36/acme", told), { base });
  expect(now({ evidence: ["https://a.io/x", "https://a.io/y", "https://a.io/z"] })).toEqual([]);
  expect(now({ evidence: ["https://a.io/x", "https://a.io/moved"] })).toEqual([
    "warn 10 evidence of gang_scheduling was replaced: https://a.io/y",
  ]);
  expect(now({ evidence: ["https://a.io/x"] })).toEqual([
    "error 7 evidence of gang_scheduling was taken away: https://a.io/y",
  ]);
  expect(now({ evidence: ["https://a.io/x", "https://a.io/y"], status: "N/A" })).toEqual([
    "error 9 status of gang_scheduling was Implemented when certified, and is N/A now",
  ]);
  expect(found("CROSS-005", submitted("spec: {}"), { base })).toEqual([
    "error 1 gang_scheduling was certified and is gone",
  ]);
});
