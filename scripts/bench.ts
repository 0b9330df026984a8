import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDown, RecordReader, type Event } from "../src/index.js";
import { crowd } from "./lib/crowd.js";
import { labNames } from "../src/lab/names.js";

/**
 * `npm run bench`: what the lab and a healthy run cost on this machine, each beside its target. Figures are of one
 * run on whatever else the machine does: compare within one run. Needs root and the built components.
 */
const LAB = "bench";

interface Figure {
  what: string;
  measured: string;
  target?: string;
}

/** Nodes that are objects only. */
const CROWD = 1000;

/** Bytes that the last command held at most. */
let peak = 0;
const figures: Figure[] = [];
const folder = mkdtempSync(join(tmpdir(), "karat-bench-"));
const record = join(folder, "run");
try {
  await labDown(LAB);
  figures.push({
    what: "lab up, from a built cache",
    measured: seconds(await karat(["lab", "up", LAB])),
    target: "60 s",
  });
  const { cgroup, kubeconfig } = labNames(LAB);
  figures.push({ what: "lab, all processes", measured: `${mebibytes(labMemory(cgroup))} MiB`, target: "3072 MiB" });
  const again = await karat(["lab", "up", LAB]);
  figures.push({ what: "lab up again, nothing to do", measured: seconds(again) });

  const only = ["--checklist", "1.35", "--only", "dra_support,secure_accelerator_access,gang_scheduling"];
  const wall = await karat(["run", "--kubeconfig", kubeconfig, ...only, "-o", record], [0, 1, 3]);
  const events = [...new RecordReader(record).events()];
  figures.push({ what: "three requirements, wall time", measured: seconds(wall), target: "60 s" });
  figures.push({ what: "of which waits that nothing can shorten", measured: seconds(unavoidable(events)) });
  figures.push(...costs(events));

  const verify = await karat(["verify", record], [0, 1, 3]);
  figures.push({ what: "verify, whole process", measured: seconds(verify), target: "1 s" });
  figures.push({ what: "record", measured: `${kibibytes(record)} KiB` });
  figures.push({
    what: "report.html",
    measured: `${Math.round(statSync(join(record, "report.html")).size / 1024)} KiB`,
  });
  await crowd(kubeconfig, CROWD);
  const plan = await karat(["plan", "--kubeconfig", kubeconfig, "--checklist", "1.35"], [0, 1, 3]);
  figures.push({ what: `plan with ${CROWD} more nodes`, measured: seconds(plan), target: "10 s" });
  figures.push({ what: "of it, peak memory", measured: `${mebibytes(peak)} MiB`, target: "381 MiB" });
  figures.push({ what: "lab down", measured: seconds(await karat(["lab", "down", LAB])) });
} finally {
  await labDown(LAB);
  rmSync(folder, { recursive: true, force: true });
}
print(figures);

/** Runs karat as a user would, quietly; its wall time in seconds. */
function karat(args: string[], accepted = [0]): Promise<number> {
  process.stderr.write(`karat ${args.slice(0, 2).join(" ")} …\n`);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["dist/cli/main.js", ...args], { stdio: ["ignore", "ignore", "inherit"] });
    peak = 0;
    const looking = setInterval(() => (peak = Math.max(peak, residentPeak(child.pid))), 50);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearInterval(looking);
      if (code !== null && accepted.includes(code)) resolve((performance.now() - began) / 1000);
      else reject(new Error(`karat ${args.join(" ")} ended with ${code}`));
    });
  });
}

/** What a process held at most until now, bytes (VmHWM in proc(5)); 0 once it has ended. */
function residentPeak(pid: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

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

/** Proportional set size of all processes in the lab's cgroup, bytes: pages that several share count once. */
function labMemory(cgroup: string): number {
  let bytes = 0;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (!readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(`/${cgroup}`)) continue;
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
      bytes += Number(pss?.[1] ?? 0) * 1024;
    } catch {
      // It ended meanwhile.
    }
  }
  return bytes;
}

function kibibytes(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.round(files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0) / 1024);
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

function print(rows: readonly Figure[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, measured, target } of rows) {
    console.log(`${what.padEnd(width)}  ${measured}${target ? `   (target: at most ${target})` : ""}`);
  }
}
