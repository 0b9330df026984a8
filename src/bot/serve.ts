import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "octokit";
import { version } from "../version.js";
import type { CheckOptions } from "./check-pull.js";
import type { BotConfig } from "./config.js";
import type { Durations } from "./durations.js";
import { BotError } from "./error.js";
import { appClient } from "./github.js";
import type { Log } from "./log.js";
import { repositoryOf } from "./repository.js";
import { botServer } from "./server.js";
import { storedMemory } from "./store/memory.js";
import { openStore } from "./store/open.js";
import { openQueue, type Job } from "./store/queue.js";
import type { Database } from "./store/sql.js";
import { startWorker } from "./worker.js";
import type { Voice } from "./voice.js";

export interface ServeOptions {
  check: CheckOptions;
  durations: Durations;
  log: Log;
}

export interface RunningBot {
  port: number;
  /** Hears nothing any more, finishes what runs or leaves it for the next start, and closes the store. */
  stop(): Promise<void>;
}

/** Starts the bot. What an earlier one left undone is taken up. @throws BotError */
export async function serve(config: BotConfig, { check, durations, log }: ServeOptions): Promise<RunningBot> {
  return startBot(await openStore(config.store), config, { check, durations, log });
}

/** The same on a store that is open, and that the bot closes. */
export async function startBot(
  database: Database,
  config: Omit<BotConfig, "store" | "log">,
  { check, durations, log }: ServeOptions,
): Promise<RunningBot> {
  const ending = new AbortController();
  const { apiUrl } = config;
  const app = appClient(config.appId, config.privateKey, config.webhookSecret, {
    apiUrl,
    durations,
    log,
    stop: ending.signal,
  });
  const { now } = check;
  const queue = await openQueue(database, { owner: randomUUID(), lease: durations.lease, now });
  const forget = (): void => void queue.forget(new Date(now().getTime() - durations.remember)).catch(() => {});
  forget();
  const forgetting = setInterval(forget, durations.remember / 20);
  // Rules are of a version, and with links they say more.
  const memory = storedMemory(database, `${version}${check.links ? " with links" : ""}`, now);
  const self = selfOf(app);
  const voiceFor = async ({ installation, repository }: Job): Promise<Voice> => ({
    github: await installed(app, installation),
    at: repositoryOf(repository),
    self: await self(),
    memory,
  });
  const worker = startWorker({ queue, voiceFor, check, durations, log });
  const server = botServer({
    isSigned: (body, signature) => app.webhooks.verify(body, signature),
    deliver: async (delivery, ask) => {
      const isNew = await queue.deliver(delivery, ask);
      if (isNew && ask) worker.wake();
      return isNew;
    },
    healthy: async () => (await database.query("select 1")).length === 1,
    log,
  });
  const stopWork = async (): Promise<void> => {
    clearInterval(forgetting);
    const finished = worker.stop();
    await Promise.race([finished, sleep(durations.finish, undefined, { ref: false })]);
    // What still runs is broken off and put back.
    ending.abort(new BotError("later", "the bot stops", "nothing: it goes on at the next start"));
    await finished;
    await database.close();
  };
  server.listen(config.port, config.host);
  try {
    await once(server, "listening");
  } catch (error) {
    await stopWork();
    const next = "give another one by --port or --host";
    throw new BotError("config", `${config.host}:${config.port} cannot be listened on`, next, { cause: error });
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await stopWork();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A client for one installation. @throws BotError `refused` for an event of a plain webhook, which has none */
async function installed(app: App, installation: number) {
  if (installation > 0) return app.getInstallationOctokit(installation);
  const next = "send events by the App's own webhook, not by one of the repository";
  throw new BotError("refused", "the event names no installation of the App", next);
}

/** The App's login, asked for once; what fails is asked again by the next job. */
function selfOf(app: App): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    known ??= `${(await app.octokit.rest.apps.getAuthenticated()).data?.slug}[bot]`;
    return known;
  };
}
