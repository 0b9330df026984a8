import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RecordReader } from "../../src/record/reader.js";
import type { ApiObject } from "../../src/record/facts.js";

/** Makes fixtures of a run's record: `collect.ts RECORD NAME [REQUIREMENT…]`, NAME being "healthy" or a fault's id. */
const [record, name, ...only] = process.argv.slice(2);
if (record === undefined || name === undefined) throw new Error("usage: collect.ts RECORD NAME [REQUIREMENT…]");
const reader = new RecordReader(record);

for (const requirement of reader.state().requirements) {
  if (only.length > 0 && !only.includes(requirement.id)) continue;
  const wanted = requirement.checks.filter(
    ({ verdict, phase }) => phase === "ended" && (name === "healthy" || verdict !== "pass"),
  );
  const folder = join(import.meta.dirname, requirement.id, name);
  rmSync(folder, { recursive: true, force: true });
  if (wanted.length === 0) continue;
  mkdirSync(folder, { recursive: true });
  for (const { plan, observations } of wanted) {
    const lines = observations.map(({ name, kind, at, ...stored }) =>
      JSON.stringify({ name, kind, at, data: trimmed(reader.data({ name, kind, at, ...stored })) }),
    );
    writeFileSync(join(folder, `${plan.id.slice(requirement.id.length + 1)}.json`), `[\n${lines.join(",\n")}\n]\n`);
  }
}

/** Left out: what no judge may rest on and what only takes room. */
function trimmed(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (key, value: unknown) => {
      if (key === "managedFields" || key === "images" || key === "volumesAttached") return undefined;
      if (key === "command" && isScript(value)) return [...value.slice(0, 2), "…"];
      if (key === "object" && (value as ApiObject | null)?.["kind"] === "Node") return nodeOf(value as ApiObject);
      return value;
    }),
  );
}

function isScript(command: unknown): command is string[] {
  return Array.isArray(command) && command[1] === "-c";
}

function nodeOf({ apiVersion, kind, metadata, spec }: ApiObject): ApiObject {
  return { apiVersion, kind, metadata: { name: metadata.name, uid: metadata.uid, labels: metadata.labels }, spec };
}
