import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "../error.js";
import { LOCK } from "./own-folder.js";

/**
 * Takes a folder for this process. A lock whose process is dead, as after a kill, is taken over.
 * @returns gives it back
 * @throws BotError `config` while another process has it
 */
export function lockFolder(path: string): () => void {
  const file = join(path, LOCK);
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") {
      throw new BotError("config", `${path} cannot be written to`, "name a folder by --store", { cause: error });
    }
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      const next = "stop that bot, or give this one a folder of its own by --store";
      throw new BotError("config", `the store ${path} is in use by process ${holder}`, next);
    }
    writeFileSync(file, String(process.pid), { mode: 0o600 });
  }
  return () => rmSync(file, { force: true });
}

/** A container's first process has the same number after each restart, so the own number is nobody else's. */
function holderOf(file: string): number | undefined {
  const pid = Number(readFileSync(file, "utf8"));
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid ? pid : undefined;
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
