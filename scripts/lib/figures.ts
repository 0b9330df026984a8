import { readdirSync, readFileSync } from "node:fs";

/** One line of what `npm run bench` prints. */
export interface Figure {
  what: string;
  measured: string;
  /** The most that it should be. */
  target?: string;
}

export function print(rows: readonly Figure[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, measured, target } of rows) {
    console.log(`${what.padEnd(width)}  ${measured}${target ? `   (target: at most ${target})` : ""}`);
  }
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

export function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** Proportional set size of all processes in a lab's cgroup, bytes: pages that several share count once. */
export function labMemory(cgroup: string): number {
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
