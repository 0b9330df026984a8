import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labDown, RecordReader } from "../../src/index.js";
import { labNames } from "../../src/lab/names.js";
import { running } from "../../src/lab/process.js";
import { type Figure, labMemory, mebibytes, seconds } from "./figures.js";
import { karat } from "./karat.js";

const LAB = "bench2";
/** The checklist that asks for every requirement that there are checks of. */
const CHECKLIST = "1.35";
/** With so many, accelerators are no longer what a run waits for. */
const NODES = 4;
/** Seconds in which an idle API server is looked at. */
const IDLE = 20;
/** Of USER_HZ in proc(5): what Linux shows to programs, whatever its own is. */
const TICKS = 100;

/** The whole set side by side on labs of profile full, beside the longest of its requirements alone. */
export async function measureFull(folder: string): Promise<Figure[]> {
  return [...(await measureLab(folder)), ...(await measureLarger(folder))];
}

/** On the lab as it is by default. */
async function measureLab(folder: string): Promise<Figure[]> {
  try {
    await labDown(LAB);
    const up = await karat(["lab", "up", LAB, "--profile", "full"]);
    const memory = labMemory(labNames(LAB).cgroup);
    const idle = (await serverSeconds(() => sleep(IDLE * 1000))) / IDLE;
    let wall = 0;
    const busy = await serverSeconds(async () => {
      wall = await run(join(folder, "all"));
    });
    const { requirements } = new RecordReader(join(folder, "all")).state();
    const shown = requirements.filter(({ verdict }) => verdict === "pass");
    const proven = requirements.filter(({ checks }) => checks.length > 0).length;
    const added = busy - idle * wall;
    return [
      { what: "lab up, profile full", measured: seconds(up.seconds) },
      { what: "lab of profile full, all processes", measured: `${mebibytes(memory)} MiB` },
      { what: `requirements that pass, of ${proven}`, measured: String(shown.length) },
      { what: "all of them side by side, wall time", measured: seconds(wall), target: "360 s" },
      { what: "API server, CPU time added", measured: seconds(added) },
      { what: "that is, of a core", measured: `${Math.round((added / wall) * 100)} %`, target: "10 %" },
    ];
  } finally {
    await labDown(LAB);
  }
}

/** On one whose accelerators are not what a run waits for. */
async function measureLarger(folder: string): Promise<Figure[]> {
  try {
    await karat(["lab", "up", LAB, "--profile", "full", "--nodes", String(NODES)]);
    const wall = await run(join(folder, "larger"));
    const { requirements } = new RecordReader(join(folder, "larger")).state();
    const ran = requirements.filter(({ checks }) => checks.some(({ endedAt }) => endedAt)).map(({ id }) => id);
    let longest = { id: "", took: 0 };
    for (const id of ran) {
      const took = await run(join(folder, id), ["--only", id]);
      if (took > longest.took) longest = { id, took };
    }
    return [
      { what: `all of them on ${NODES} nodes`, measured: seconds(wall), target: "360 s" },
      { what: `there, the longest of them alone, ${longest.id}`, measured: seconds(longest.took) },
      { what: "all of them, times that", measured: (wall / longest.took).toFixed(2), target: "1.15" },
    ];
  } finally {
    await labDown(LAB);
  }
}

/** @returns how long a run took, seconds */
async function run(out: string, only: readonly string[] = []): Promise<number> {
  const { kubeconfig } = labNames(LAB);
  const args = ["run", "--kubeconfig", kubeconfig, "--checklist", CHECKLIST, ...only, "-o", out];
  return (await karat(args, [0, 1, 3])).seconds;
}

/** CPU seconds that the API server used meanwhile. */
async function serverSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = await serverTicks();
  await work();
  return ((await serverTicks()) - before) / TICKS;
}

/** utime and stime of proc(5); the name in parentheses before them may hold spaces. */
async function serverTicks(): Promise<number> {
  const stat = readFileSync(`/proc/${await running(LAB, "kube-apiserver")}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
