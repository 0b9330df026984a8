import { setTimeout as sleep } from "node:timers/promises";
import { checkPull, type CheckOptions, type Result } from "./check-pull.js";
import { LAST_TRIES, TRIES, type Durations } from "./durations.js";
import { BotError } from "./error.js";
import type { Log } from "./log.js";
import { readPull } from "./pull.js";
import { sayTrouble } from "./say-trouble.js";
import type { Job, Queue } from "./store/queue.js";
import { messageOf, troubleOf } from "./trouble.js";
import type { Voice } from "./voice.js";

export interface WorkerOptions {
  queue: Queue;
  /** Who speaks to the repository of a job. */
  voiceFor: (job: Job) => Promise<Voice>;
  check: CheckOptions;
  durations: Durations;
  log: Log;
}

export interface Worker {
  /** There may be something to do now. */
  wake(): void;
  /** Takes nothing up any more. Resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** Jobs side by side: what one waits for GitHub, another may judge. */
const SIDE_BY_SIDE = 2;

export function startWorker(options: WorkerOptions): Worker {
  let idle = new AbortController();
  const ending = new AbortController();
  const wake = (): void => {
    idle.abort();
    idle = new AbortController();
  };
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const woken = idle.signal;
      if (await doNext(options)) continue;
      await sleep(options.durations.look, undefined, { signal: woken }).catch(() => {});
    }
  };
  const loops = Array.from({ length: SIDE_BY_SIDE }, loop);
  return {
    wake,
    async stop() {
      ending.abort();
      wake();
      await Promise.all(loops);
    },
  };
}

/** Whether there was something to do. A store that is away is nothing to do, until it is back. */
async function doNext(options: WorkerOptions): Promise<boolean> {
  try {
    const job = await options.queue.take();
    if (!job) return false;
    await doJob(job, options);
    return true;
  } catch (error) {
    options.log.warn("the store does not answer", { why: messageOf(error) });
    return false;
  }
}

async function doJob(job: Job, options: WorkerOptions): Promise<void> {
  const { queue, durations, log, check } = options;
  const begun = performance.now();
  const alive = setInterval(() => void queue.renew(job).catch(() => {}), durations.lease / 3);
  const told = { pull: `${job.repository}#${job.key.number}`, attempt: job.attempts + 1 };
  try {
    const result = await work(job, options);
    const ms = Math.round(performance.now() - begun);
    log.info(SAID[result.end], { ...told, head: result.head, outcome: result.outcome, known: result.known, ms });
    await (result.end === "moved" ? queue.again(job, check.now()) : queue.done(job));
  } catch (error) {
    await failed(job, troubleOf(error, check.now().getTime()), options);
  } finally {
    clearInterval(alive);
  }
}

const SAID: Readonly<Record<Result["end"], string>> = {
  said: "verdict stands",
  moved: "another commit was pushed meanwhile: verdict thrown away",
  closed: "pull request is closed",
};

/** After too many tries, what is left to do is to say so. */
async function work(job: Job, { voiceFor, check }: WorkerOptions): Promise<Result> {
  const voice = await voiceFor(job);
  const { github, at } = voice;
  const { number } = job.key;
  if (job.attempts < TRIES) return checkPull(voice, await readPull(github, at, number), job, check);
  const head = await sayTrouble(github, at, { number }, job.trouble);
  return head === undefined ? { end: "closed" } : { end: "said", head };
}

/** What may go well later is tried again, ever more rarely; what GitHub refuses is said once, as far as it lets us. */
async function failed(job: Job, error: unknown, options: WorkerOptions): Promise<void> {
  const { queue, durations, log, check, voiceFor } = options;
  const pull = `${job.repository}#${job.key.number}`;
  const trouble = messageOf(error);
  const attempts = job.attempts + 1;
  if (error instanceof BotError && error.code === "refused") {
    log.warn("GitHub refuses", { pull, why: trouble, next: error.next });
    await voiceFor(job)
      .then(({ github, at }) => sayTrouble(github, at, job.key, trouble))
      .catch(() => {});
    return queue.done(job);
  }
  if (attempts >= TRIES + LAST_TRIES) {
    log.warn("given up until the next event", { pull, why: trouble });
    return queue.done(job);
  }
  const wait = Math.max(waitOf(job.attempts, durations), error instanceof BotError ? error.wait * 1_000 : 0);
  log.warn("tried again later", { pull, attempt: attempts, why: trouble, seconds: Math.round(wait / 1_000) });
  // The first trouble is the one to tell of, not that telling it failed.
  const first = job.attempts >= TRIES ? job.trouble : trouble;
  return queue.again(job, new Date(check.now().getTime() + wait), { attempts, trouble: first });
}

/** Doubles, with a fifth of chance so that bots do not come back all at once. */
function waitOf(attempts: number, { retryFirst, retryMost }: Durations): number {
  return Math.min(retryFirst * 2 ** attempts, retryMost) * (1 + Math.random() / 5);
}
