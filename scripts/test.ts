import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm test`: static checks, unit and property tests, replays of recorded evidence, then the lab. Every layer runs
 * even when one before it failed; the last line counts them all. `npm test -- unit replay` runs the named layers.
 */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const LAYERS: Record<string, () => Promise<Tally>> = {
  types: () => command("npm", ["run", "--silent", "check:types"]),
  lint: () => command("npm", ["run", "--silent", "check:lint"]),
  format: () => command("npm", ["run", "--silent", "check:format"]),
  dead: () => command("npm", ["run", "--silent", "check:dead"]),
  build: () => command("npm", ["run", "--silent", "build"]),
  unit: async () => ((await browser()) ? vitest("unit") : { passed: 0, failed: 1, skipped: 0 }),
  replay: () => vitest("replay"),
  lab: labLayer,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in LAYERS));
if (unknown.length > 0) {
  console.error(`npm test: no layer ${unknown.join(", ")}; there are ${Object.keys(LAYERS).join(", ")}`);
  process.exit(2);
}

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for (const [name, layer] of Object.entries(LAYERS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const began = Date.now();
  console.log(`\n── ${name}`);
  const tally = await layer();
  for (const key of ["passed", "failed", "skipped"] as const) total[key] += tally[key];
  console.log(`── ${name}: ${summary(tally)} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`\n${summary(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function summary({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * The report is looked at in Debian's Chromium; installed where it lacks and we may. Where we may not, its tests say so
 * and are skipped.
 */
async function browser(): Promise<boolean> {
  if (existsSync("/usr/bin/chromium") || process.platform !== "linux" || process.getuid?.() !== 0) return true;
  console.log("installing Debian's chromium, which the report's tests look at it with");
  const update = await run("apt-get", ["-qq", "update"]);
  const packages = ["chromium", "fonts-dejavu-core"];
  return update === 0 && (await run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...packages])) === 0;
}

/** The lab needs Linux, root and a few Debian packages: it installs what lacks, and says so when it cannot run here. */
async function labLayer(): Promise<Tally> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    console.log("the lab layer needs Linux and root: run `sudo npm test -- lab`");
    return process.env["CI"] ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
  }
  const steps: [string, string[]][] = [
    ["node", ["dist/cli/main.js", "lab", "doctor", "--fix"]],
    ["node", ["dist/cli/main.js", "lab", "build", "--profile", "full"]],
  ];
  for (const [program, args] of steps) {
    const { failed } = await command(program, args);
    if (failed) return { passed: 0, failed: 1, skipped: 0 };
  }
  return vitest("lab");
}

async function command(program: string, args: string[]): Promise<Tally> {
  const code = await run(program, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function vitest(project: string): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "karat-test-"));
  const results = join(folder, "results.json");
  try {
    const args = ["--no-install", "vitest", "run", "--project", project];
    const code = await run("npx", [...args, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`]);
    const report = JSON.parse(readFileSync(results, "utf8")) as Record<string, number>;
    const failed = report["numFailedTests"] ?? 0;
    return {
      passed: report["numPassedTests"] ?? 0,
      // A file that does not load, or an unhandled error, fails no test of its own.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: (report["numPendingTests"] ?? 0) + (report["numTodoTests"] ?? 0),
    };
  } catch (error) {
    console.error(`vitest left no result: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
