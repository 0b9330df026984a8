import { setTimeout as sleep } from "node:timers/promises";
import { checkPull, type CheckOptions, type Result } from "./check-pull.js";
import type { Durations } from "./durations.js";
import { BotError } from "./error.js";
import { readEvent } from "./events.js";
import { tokenClient, type GitHub } from "./github.js";
import type { Log } from "./log.js";
import { NO_MEMORY } from "./memory.js";
import { readPull, type Pull } from "./pull.js";
import { repositoryOf } from "./repository.js";
import { sayTrouble } from "./say-trouble.js";
import { messageOf, troubleOf } from "./trouble.js";
import type { Voice } from "./voice.js";

/** What GitHub Actions tells a step: https://docs.github.com/actions/reference/variables-reference */
export interface ActionConfig {
  /** GITHUB_EVENT_NAME */
  event: string;
  /** Parsed content of the file that GITHUB_EVENT_PATH names. */
  payload: unknown;
  token: string;
  apiUrl: string;
}

/** How an Action ends: as a check of a pull request, or with the reason why there was nothing to check. */
export type ActionEnd = Result | { end: "ignored"; why: string };

/** Tries of one run: it is paid by the minute. */
const TRIES = 4;

/** Longest wait between them, in seconds; an hour's rate limit is for the next run. */
const PATIENCE = 120;

/**
 * Does once what the server does for each event, with what the workflow's token may. Nothing is checked out and nothing
 * is remembered: the comment is found by its marker.
 * @throws BotError after too many tries, with the commit's status saying so
 */
export async function act(
  { event, payload, token, apiUrl }: ActionConfig,
  { check, durations, log }: { check: CheckOptions; durations: Durations; log: Log },
): Promise<ActionEnd> {
  const reading = readEvent(event, payload);
  if ("ignored" in reading) return { end: "ignored", why: reading.ignored };
  const { key, repository, forced, explain } = reading.ask;
  const github = tokenClient(token, { apiUrl, durations, log });
  const at = repositoryOf(repository);
  let pull: Pull | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      const voice: Voice = { github, at, self: await loginOf(github), memory: NO_MEMORY };
      pull = await readPull(github, at, key.number);
      const result = await checkPull(voice, pull, { key, forced, explain }, check);
      if (result.end !== "moved" || attempt >= TRIES) return result;
    } catch (error) {
      const trouble = troubleOf(error, check.now().getTime());
      const wait = Math.max(durations.retryFirst * 2 ** attempt, waitOf(trouble) * 1_000);
      if (!isPassing(trouble) || attempt >= TRIES || wait > PATIENCE * 1_000) {
        // As far as GitHub lets it: the step fails by the trouble itself in any case.
        await sayTrouble(github, at, { number: key.number, head: pull?.head }, messageOf(trouble)).catch(() => {});
        throw trouble;
      }
      log.warn("tried again", { why: trouble.message, seconds: Math.round(wait / 1_000) });
      await sleep(wait);
    }
  }
}

function isPassing(error: unknown): error is BotError {
  return error instanceof BotError && error.code === "later";
}

function waitOf(error: unknown): number {
  return error instanceof BotError ? error.wait : 0;
}

/** The workflow's own token may not ask who it is. */
async function loginOf(github: GitHub): Promise<string> {
  try {
    return (await github.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === 403 || status === 401) return "github-actions[bot]";
    throw error;
  }
}
