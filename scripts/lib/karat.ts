import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a command cost. */
export interface Measured {
  /** Wall time. */
  seconds: number;
  /** Bytes that the process held at most. */
  peak: number;
}

/** Runs karat as a user would, quietly. @throws when it ends with another code than those accepted */
export function karat(args: readonly string[], accepted: readonly number[] = [0]): Promise<Measured> {
  process.stderr.write(`karat ${args.slice(0, 2).join(" ")} …\n`);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["dist/cli/main.js", ...args], { stdio: ["ignore", "ignore", "inherit"] });
    let peak = 0;
    const looking = setInterval(() => (peak = Math.max(peak, residentPeak(child.pid))), 50);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearInterval(looking);
      if (code !== null && accepted.includes(code)) resolve({ seconds: (performance.now() - began) / 1000, peak });
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
