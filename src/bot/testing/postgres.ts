import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, chownSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL server of this machine's own, on a socket in a temporary folder. */
export interface ThrowAway {
  url: string;
  stop(): void;
}

/** Debian keeps each version's programs apart. */
const PROGRAMS = "/usr/lib/postgresql";

export function havePostgres(): boolean {
  return existsSync(PROGRAMS) && readdirSync(PROGRAMS).length > 0;
}

/** Starts one. It refuses to run as root, so that root becomes the user postgres. */
export function startPostgres(): ThrowAway {
  const version = readdirSync(PROGRAMS).sort((one, other) => Number(other) - Number(one))[0] ?? "";
  const programs = join(PROGRAMS, version, "bin");
  const dir = mkdtempSync(join(tmpdir(), "karat-postgres-"));
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? idsOf("postgres") : undefined;
  if (as) chownSync(dir, as.uid, as.gid);
  const run = (program: string, ...args: string[]): void => {
    execFileSync(join(programs, program), args, { ...as, cwd: dir, stdio: "ignore", timeout: 120_000 });
  };
  const data = join(dir, "data");
  run("initdb", "-D", data, "-U", "karat", "-A", "trust", "--no-sync");
  const options = `-c listen_addresses='' -c unix_socket_directories='${dir}' -c fsync=off -c shared_buffers=16MB -c max_connections=30`;
  run("pg_ctl", "-D", data, "-w", "-l", join(dir, "log"), "-o", options, "start");
  return {
    url: `postgres://karat@/postgres?host=${encodeURIComponent(dir)}`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
