import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, mkdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { createCgroup } from "./cgroups.js";
import { SEARCH_PATH } from "./command.js";
import { durations, until } from "./durations.js";
import { LabError } from "./error.js";
import { labNames } from "./names.js";

/** One long-lived process of a lab. It outlives the CLI and is found again by its cgroup. */
export interface ProcessSpec {
  /** Unique in the lab, e.g. "node1-kubelet". Names its pid file and its log, <logs>/<name>.log. */
  name: string;
  lab: string;
  /** cgroup path below each controller's root, e.g. "karat/<lab>/node1"; the process is in its child <name>. */
  cgroup: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Network namespace by name; the host's when absent. */
  network?: string;
  /** Holder pid whose mount and UTS namespaces it enters; the host's when absent. */
  namespacesOf?: number;
  /**
   * A Node process can be handed a socket that listens in the host's network namespace while it runs itself in
   * `network`: it sends any IPC message when it can take the socket, which comes as the handle of the answer.
   */
  listen?: { host: string; port: number };
}

/**
 * Runs before the command, in the same process. The pid file is written by the process itself, before it does
 * anything else, so that a CLI killed at any moment leaves none without one. Builtins only: no child escapes the cgroup.
 */
const ENTER = `
pidfile=$1 count=$2; shift 2
while [ $count -gt 0 ]; do echo $$ > "$1" || exit 125; shift; count=$((count - 1)); done
read -r stat < /proc/$$/stat; echo "$stat" > "$pidfile"
exec "$@"`;

interface Identity {
  pid: number;
  state: string;
  /** Clock ticks since boot: with the pid it names a process for ever. */
  startTime: string;
}

/** A line of /proc/<pid>/stat; the command name in it may hold spaces and parentheses (proc_pid_stat(5)). */
export function parseStat(line: string): Identity | undefined {
  const end = line.lastIndexOf(")");
  const fields = line.slice(end + 2).split(" ");
  const pid = Number.parseInt(line, 10);
  const [state, startTime] = [fields[0], fields[19]];
  return end === -1 || !(pid > 0) || state === undefined || startTime === undefined
    ? undefined
    : { pid, state, startTime: startTime.trim() };
}

const pidFile = (lab: string, name: string): string => join(labNames(lab).pids, name);

async function identity(file: string): Promise<Identity | undefined> {
  return parseStat(await readFile(file, "utf8").catch(() => ""));
}

/** The pid of the lab's process of that name, if it lives. A reused pid is told apart by its start time. */
export async function running(lab: string, name: string): Promise<number | undefined> {
  const noted = await identity(pidFile(lab, name));
  if (noted === undefined) return undefined;
  const now = await identity(`/proc/${noted.pid}/stat`);
  return now?.startTime === noted.startTime && !"ZX".includes(now.state) ? noted.pid : undefined;
}

function enter(spec: ProcessSpec): string[] {
  const flags = [
    ...(spec.network === undefined ? [] : [`--net=/run/netns/${spec.network}`]),
    ...(spec.namespacesOf === undefined
      ? []
      : [`--mount=/proc/${spec.namespacesOf}/ns/mnt`, `--uts=/proc/${spec.namespacesOf}/ns/uts`]),
  ];
  return flags.length === 0 ? [] : ["nsenter", ...flags, "--"];
}

async function listening({ host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new LabError(`can't listen on ${host}:${port}: ${error.message}`, "ss -ltnp shows who does; end that first"),
      ),
    );
    server.listen({ host, port, exclusive: true }, resolve);
  });
  return server;
}

/** Starts it detached; a process of that name that still lives is left alone (idempotent). */
export async function start(spec: ProcessSpec): Promise<{ pid: number; started: boolean }> {
  const alive = await running(spec.lab, spec.name);
  if (alive !== undefined) return { pid: alive, started: false };
  const { logs, pids } = labNames(spec.lab);
  await Promise.all([mkdir(logs, { recursive: true }), mkdir(pids, { recursive: true })]);
  await rm(pidFile(spec.lab, spec.name), { force: true });
  const procs = await createCgroup(`${spec.cgroup}/${spec.name}`);
  const server = spec.listen === undefined ? undefined : await listening(spec.listen);
  const log = await open(logFile(spec.lab, spec.name), "a");
  try {
    const command = [...enter(spec), spec.command, ...spec.args];
    const child = spawn(
      "/bin/sh",
      ["-c", ENTER, "karat", pidFile(spec.lab, spec.name), String(procs.length), ...procs, ...command],
      {
        detached: true,
        cwd: "/",
        env: { PATH: SEARCH_PATH, HOME: "/root", ...spec.env },
        stdio: ["ignore", log.fd, log.fd, ...(server === undefined ? [] : (["ipc"] as const))],
      },
    );
    let ended: string | undefined;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code, signal) => (ended = `ended at once (${code ?? signal})`));
    if (server !== undefined) {
      const wanted = once(child, "message").then(() => true as const);
      const early = once(child, "exit").then(() => false as const);
      if (await Promise.race([wanted, early])) {
        await new Promise<void>((resolve, reject) =>
          child.send("listen", server, (error) => (error === null ? resolve() : reject(error))),
        );
      }
      if (child.connected) child.disconnect();
    }
    child.unref();
    const pid = await until(
      durations.spawn,
      async () => {
        if (ended !== undefined) throw new Error(`${spec.name} ${ended}: ${await logTail(spec.lab, spec.name)}`);
        return running(spec.lab, spec.name);
      },
      () => new Error(`${spec.name} did not start within ${durations.spawn} s`),
    );
    return { pid, started: true };
  } finally {
    server?.close();
    await log.close();
  }
}

/** Whether the process is what its spec says: command line and the environment that the spec sets. */
async function runsAs(pid: number, spec: ProcessSpec): Promise<boolean> {
  const list = async (file: string): Promise<string[]> =>
    (await readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")).split("\0").slice(0, -1);
  const environment = new Set(await list("environ"));
  const wanted = Object.entries(spec.env ?? {}).map((entry) => entry.join("="));
  const command = [spec.command, ...spec.args];
  const actual = await list("cmdline");
  return (
    actual.length === command.length &&
    actual.every((argument, position) => argument === command[position]) &&
    wanted.every((entry) => environment.has(entry))
  );
}

/** As start(), but a process that runs with other arguments or another environment is replaced (idempotent). */
export async function ensure(spec: ProcessSpec): Promise<{ pid: number; started: boolean }> {
  const pid = await running(spec.lab, spec.name);
  if (pid !== undefined && !(await runsAs(pid, spec))) await stop(spec.lab, spec.name);
  return start(spec);
}

/** SIGTERM, then SIGKILL after `graceSeconds`; pids are checked against their start time, so a reused pid is safe. */
export async function stop(lab: string, name: string, graceSeconds: number = durations.grace): Promise<void> {
  const gone = async (): Promise<true | undefined> => ((await running(lab, name)) === undefined ? true : undefined);
  const signal = async (which: "SIGTERM" | "SIGKILL"): Promise<void> => {
    const pid = await running(lab, name);
    if (pid !== undefined) process.kill(pid, which);
  };
  await signal("SIGTERM");
  await until(graceSeconds, gone, () => new Error("grace is over")).catch(() => signal("SIGKILL"));
  await until(durations.kill, gone, () => new Error(`${name} of lab ${lab} can't be killed`));
  await rm(pidFile(lab, name), { force: true });
}

export function logFile(lab: string, name: string): string {
  return join(labNames(lab).logs, `${name}.log`);
}

/** The last lines of a process's log, for error messages. */
export async function logTail(lab: string, name: string, lines = 5): Promise<string> {
  const text = await readFile(logFile(lab, name), "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-lines).join("\n") || "its log is empty";
}
