import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDown, RecordReader, type Event } from "../src/index.js";
import { labNames } from "../src/lab/names.js";
import { crowd } from "./lib/crowd.js";
import { type Figure, labMemory, mebibytes, print, seconds } from "./lib/figures.js";
import { measureFull } from "./lib/full.js";
import { karat } from "./lib/karat.js";
import { submissionFigures } from "./lib/submissions.js";

/**
 * `npm run bench`: what the lab and a healthy run cost on this machine, each beside its target. Figures are of one
 * run on whatever else the machine does: compare within one run. Needs root and the built components.
 */
const LAB = "bench";

/** Nodes that are objects only. */
const CROWD = 1000;

const figures: Figure[] = [];
const folder = mkdtempSync(join(tmpdir(), "karat-bench-"));
const record = join(folder, "run");
try {
  figures.push(...(await submissionFigures()));
  await labDown(LAB);
  figures.push({
    what: "lab up, from a built cache",
    measured: seconds((await karat(["lab", "up", LAB])).seconds),
    target: "60 s",
  });
  const { cgroup, kubeconfig } = labNames(LAB);
  figures.push({ what: "lab, all processes", measured: `${mebibytes(labMemory(cgroup))} MiB`, target: "3072 MiB" });
  const again = await karat(["lab", "up", LAB]);
  figures.push({ what: "lab up again, nothing to do", measured: seconds(again.seconds) });

  const only = ["--checklist", "1.35", "--only", "dra_support,secure_accelerator_access,gang_scheduling"];
  const wall = await karat(["run", "--kubeconfig", kubeconfig, ...only, "-o", record], [0, 1, 3]);
  const events = [...new RecordReader(record).events()];
  figures.push({ what: "three requirements, wall time", measured: seconds(wall.seconds), target: "60 s" });
  figures.push({ what: "of which waits that nothing can shorten", measured: seconds(unavoidable(events)) });
  figures.push(...costs(events));

  const verify = await karat(["verify", record], [0, 1, 3]);
  figures.push({ what: "verify, whole process", measured: seconds(verify.seconds), target: "1 s" });
  figures.push({ what: "record", measured: `${kibibytes(record)} KiB` });
  figures.push({
    what: "report.html",
    measured: `${Math.round(statSync(join(record, "report.html")).size / 1024)} KiB`,
  });
  await crowd(kubeconfig, CROWD);
  const plan = await karat(["plan", "--kubeconfig", kubeconfig, "--checklist", "1.35"], [0, 1, 3]);
  figures.push({ what: `plan with ${CROWD} more nodes`, measured: seconds(plan.seconds), target: "10 s" });
  figures.push({ what: "of it, peak memory", measured: `${mebibytes(plan.peak)} MiB`, target: "381 MiB" });
  figures.push({ what: "lab down", measured: seconds((await karat(["lab", "down", LAB])).seconds) });
  figures.push(...(await measureFull(folder)));
} finally {
  await labDown(LAB);
  rmSync(folder, { recursive: true, force: true });
}
print(figures);

/**
 * The longest chain of negative windows on one node, in seconds: checks that need the same node one after the other
 * cannot wait at the same time. Such a window is the history of pods that must not be bound (fact `waiting.pods`).
 */
function unavoidable(events: readonly Event[]): number {
  const nodeOf = new Map<string, string>();
  const waits = new Map<string, number>();
  const reader = new RecordReader(record);
  for (const event of events) {
    if (event.type === "check.started") nodeOf.set(event.check, event.node ?? "");
    if (event.type !== "check.observed" || event.observation.kind !== "history") continue;
    if (event.observation.name !== "waiting.pods") continue;
    const { from, to } = reader.data(event.observation) as { from: string; to: string };
    const node = nodeOf.get(event.check) ?? "";
    waits.set(node, (waits.get(node) ?? 0) + (Date.parse(to) - Date.parse(from)) / 1000);
  }
  return Math.max(0, ...waits.values());
}

function costs(events: readonly Event[]): Figure[] {
  const finished = events.findLast((event) => event.type === "run.finished");
  if (finished?.type !== "run.finished" || !finished.cost) throw new Error("the run did not finish");
  const { requests, connections, bytes, memoryMiB } = finished.cost;
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const byVerb = Object.entries(requests).map(([verb, count]) => `${verb} ${count}`);
  return [
    { what: "API requests", measured: `${total} (${byVerb.join(", ")})` },
    { what: "API connections, opened", measured: String(connections.opened), target: "3" },
    { what: "API bodies, received", measured: `${mebibytes(bytes.received)} MiB` },
    { what: "karat run, peak memory", measured: `${memoryMiB} MiB`, target: "150 MiB" },
  ];
}

function kibibytes(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.round(files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0) / 1024);
}
