import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { BotError } from "../error.js";
import { LOCK } from "./own-folder.js";

/** Milliseconds between signs of life, and how old the last one of a living process may be. */
const BEAT = 10_000;
const LONGEST_SILENCE = 60_000;

/**
 * Takes a folder for this process. A lock whose process is dead, as after a kill, is taken over.
 * @returns gives it back
 * @throws BotError `config` while another process has it
 */
export function lockFolder(path: string): () => void {
  const file = join(path, LOCK);
  const own = `${process.pid} ${hostname()}`;
  try {
    writeFileSync(file, own, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") {
      throw new BotError("config", `${path} cannot be written to`, "name a folder by --store", { cause: error });
    }
    const holder = livingHolder(file);
    if (holder !== undefined) {
      const next = "stop that bot, or give this one a folder of its own by --store";
      throw new BotError("config", `the store ${path} is in use by ${holder}`, next);
    }
    writeFileSync(file, own, { mode: 0o600 });
  }
  const beat = setInterval(() => touch(file), BEAT).unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

/** In words. Of another host's or container's process only its signs of life can be seen from here. */
function livingHolder(file: string): string | undefined {
  const [pid = "", host = hostname()] = readFileSync(file, "utf8").split(" ");
  if (host !== hostname()) {
    const silence = Date.now() - statSync(file).mtimeMs;
    return silence < LONGEST_SILENCE ? `process ${pid} of ${host}` : undefined;
  }
  // A container's first process has the same number after each restart, so the own number is nobody else's.
  const number = Number(pid);
  return number > 0 && number !== process.pid && isAlive(number) ? `process ${pid}` : undefined;
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // A disk that is away for a moment; the next one may go well.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
