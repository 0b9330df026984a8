import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readConfig, type BotFlags } from "../../../bot/config.js";
import { DURATIONS } from "../../../bot/durations.js";
import { lineLog } from "../../../bot/log.js";
import { serve } from "../../../bot/serve.js";
import { stopOnSignals } from "../signals.js";
import { checkOptions } from "./check.js";

/** Does what `karat bot` asks for: runs until a signal. @throws BotError */
export async function runBot(flags: BotFlags & { links: boolean }): Promise<void> {
  const config = readConfig(flags, process.env, (path) => readFileSync(path, "utf8"));
  const log = lineLog(
    config.log,
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  const stopping = stopOnSignals(
    () => log.info("stopping after what runs; once more leaves at once"),
    () => log.info("left at once; what was not done is done at the next start"),
  );
  try {
    const bot = await serve(config, { check: checkOptions(flags.links), durations: DURATIONS, log });
    log.info("listening", { host: config.host, port: bot.port, store: config.store.kind });
    if (!stopping.signal.aborted) await once(stopping.signal, "abort");
    await bot.stop();
    log.info("stopped");
  } finally {
    stopping.done();
  }
}
