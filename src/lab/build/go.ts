import { basename, dirname, join } from "node:path";
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import type { Component, Source } from "../component.js";
import { CommandError, run } from "../command.js";
import { LabError } from "../error.js";
import { cacheRoot } from "../names.js";
import { moduleDirectory } from "./key.js";

type GoSource = Extract<Source, { from: "go" }>;

/** Compiled packages; a build that was cut off goes on from here. Large, so it goes once all components stand. */
export const goBuildCache = (): string => join(cacheRoot(), "go-build");

/** The caller's environment for proxies and GOPROXY; what decides the bits is set here. */
function environment(): Record<string, string> {
  const given = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return {
    ...(Object.fromEntries(given) as Record<string, string>),
    GOFLAGS: "-buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
    GOCACHE: goBuildCache(),
  };
}

const GO_MISSING = "Go is needed to build the lab's components, and there is none on the path";
const GET_GO = "install Go 1.26 or newer from https://go.dev/dl/, or get a file from `karat lab pack` and run karat lab unpack FILE"; // prettier-ignore

/** e.g. "go1.26.8 linux/amd64". @throws when there is no Go, with what to do */
export async function goVersion(): Promise<string> {
  const text = await run("go", ["version"], { env: environment() }).catch((error: unknown) => {
    throw new LabError(GO_MISSING, GET_GO, { cause: error });
  });
  return text.trim().replace("go version ", "");
}

/** Builds a component's commands into a directory. An abort ends the compiler and everything that it started. */
export async function buildGo(
  component: Component & { source: GoSource },
  into: string,
  signal?: AbortSignal,
): Promise<string> {
  const { source } = component;
  const version = await goVersion();
  await mkdir(into, { recursive: true });
  const packages = Object.values(source.packages);
  // With several packages -o must be a directory; with one it gives the name, which may differ from the package's.
  const output = packages.length === 1 ? join(into, Object.keys(source.packages)[0] ?? "") : `${into}/`;
  const args = ["build", "-trimpath"];
  if (source.tags !== undefined) args.push("-tags", source.tags.join(" "));
  if (source.ldflags !== undefined) args.push("-ldflags", source.ldflags);
  await runGroup("go", [...args, "-o", output, ...packages], moduleDirectory(source.module), signal);
  for (const [name, chart] of Object.entries(source.charts ?? {})) {
    await archiveChart(await sourceOf(chart.module, moduleDirectory(source.module)), chart.path, join(into, name));
  }
  return version;
}

/** Where a module of the build lies on disk. */
async function sourceOf(module: string, cwd: string): Promise<string> {
  const text = await run("go", ["list", "-m", "-f", "{{.Dir}}", module], { cwd, env: environment() });
  return text.trim();
}

/** A chart as Helm reads it from one file; the same bytes from the same files. */
async function archiveChart(module: string, path: string, file: string): Promise<void> {
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw"];
  await run("tar", [...same, "-C", join(module, dirname(path)), "-czf", file, basename(path)]);
}

/** Like run(), without a time limit, and as a process group of its own, so that it ends whole. */
function runGroup(command: string, args: string[], cwd: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(),
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-20_000)));
    const abort = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    signal?.addEventListener("abort", abort, { once: true });
    const settle = (finish: () => void): void => {
      signal?.removeEventListener("abort", abort);
      finish();
    };
    child.on("error", (error) =>
      settle(() => reject(new LabError(`go could not be started in ${cwd}`, undefined, { cause: error }))),
    );
    child.on("close", (code, killedBy) =>
      settle(() => {
        if (signal?.aborted) reject(signal.reason as Error);
        else if (code === 0) resolve();
        else reject(new CommandError(command, args, code ?? killedBy ?? "unknown", stderr));
      }),
    );
    if (signal?.aborted) abort();
  });
}
