import { readFileSync } from "node:fs";
import { act, type ActionEnd } from "../../../bot/action.js";
import { readActionConfig } from "../../../bot/action-config.js";
import { DURATIONS } from "../../../bot/durations.js";
import { lineLog } from "../../../bot/log.js";
import type { ActionFlags } from "../../bot/action.js";
import { ExitCode } from "../../exit.js";
import { checkOptions } from "./check.js";

/** Does what `karat bot action` asks for. @throws BotError */
export async function runAction({ links, log: format }: ActionFlags): Promise<void> {
  const config = readActionConfig(process.env, (path) => readFileSync(path, "utf8"));
  const log = lineLog(
    format,
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  const end = await act(config, { check: checkOptions(links), durations: DURATIONS, log });
  process.stdout.write(`${inWords(end)}\n`);
  process.exitCode = "outcome" in end && end.outcome === "failed" ? ExitCode.NotConformant : ExitCode.Conformant;
}

function inWords(end: ActionEnd): string {
  if (end.end === "ignored") return `Nothing to check: ${end.why}.`;
  if (end.end === "closed") return "Nothing to check: the pull request is closed.";
  if (end.end === "moved") return "Another commit was pushed meanwhile; its own run checks it.";
  return `Commit ${end.head}: ${end.outcome}.`;
}
