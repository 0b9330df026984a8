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
/** Seconds in which an idle API server is looked at. */
const IDLE = 20;
/** Of USER_HZ in proc(5): what Linux shows to programs, whatever its own is. */
const TICKS = 100;

/** The whole set side by side on a lab of profile full, beside the longest of its requirements alone. */
export async function measureFull(folder: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  try {
    await labDown(LAB);
    const up = await karat(["lab", "up", LAB, "--profile", "full"]);
    figures.push({ what: "lab up, profile full", measured: seconds(up.seconds) });
    const { cgroup, kubeconfig } = labNames(LAB);
    figures.push({ what: "lab of profile full, all processes", measured: `${mebibytes(labMemory(cgroup))} MiB` });
    const idle = await serverLoad(() => sleep(IDLE * 1000));
    const run = (out: string, only: readonly string[]) =>
      karat(["run", "--kubeconfig", kubeconfig, "--checklist", CHECKLIST, ...only, "-o", join(folder, out)], [0, 1, 3]);
    let wall = 0;
    const load = await serverLoad(async () => {
      wall = (await run("all", [])).seconds;
    });
    const { requirements } = new RecordReader(join(folder, "all")).state();
    const ran = requirements.filter(({ checks }) => checks.some(({ endedAt }) => endedAt)).map(({ id }) => id);
    const shown = requirements.filter(({ verdict }) => verdict === "pass");
    const proven = requirements.filter(({ checks }) => checks.length > 0).length;
    const longest = await longestAlone(ran, async (id) => (await run(id, ["--only", id])).seconds);
    figures.push(
      { what: `requirements that pass, of ${proven}`, measured: String(shown.length) },
      { what: "all of them side by side, wall time", measured: seconds(wall), target: "360 s" },
      { what: `the longest of them alone, ${longest.id}`, measured: seconds(longest.took) },
      { what: "all of them, times that", measured: (wall / longest.took).toFixed(2), target: "1.15" },
      { what: "API server, CPU added", measured: `${Math.round((load - idle) * 100)} % of a core`, target: "10 %" },
    );
  } finally {
    await labDown(LAB);
  }
  return figures;
}

async function longestAlone(
  ids: readonly string[],
  run: (id: string) => Promise<number>,
): Promise<{ id: string; took: number }> {
  let longest = { id: "", took: 0 };
  for (const id of ids) {
    const took = await run(id);
    if (took > longest.took) longest = { id, took };
  }
  return longest;
}

/** Share of a core that the API server used meanwhile. */
async function serverLoad(work: () => Promise<unknown>): Promise<number> {
  const [cpu, began] = [await serverTicks(), performance.now()];
  await work();
  return ((await serverTicks()) - cpu) / TICKS / ((performance.now() - began) / 1000);
}

/** utime and stime of proc(5); the name in parentheses before them may hold spaces. */
async function serverTicks(): Promise<number> {
  const stat = readFileSync(`/proc/${await running(LAB, "kube-apiserver")}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
