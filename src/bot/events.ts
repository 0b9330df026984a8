import { z } from "zod";
import { commandsOf, isPersons } from "./commands.js";
import type { Ask } from "./store/queue.js";

/** What a delivery of GitHub's means for the bot: something to do, or why there is nothing. */
export type Reading = { ask: Ask } | { ignored: string };

const id = z.number().int().positive();

const repository = z.object({ id, full_name: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/) });

const installation = z.object({ id }).optional();

const pullEvent = z.object({
  action: z.string(),
  number: id,
  changes: z.object({ base: z.unknown() }).partial().optional(),
  repository,
  installation,
});

const commentEvent = z.object({
  action: z.string(),
  issue: z.object({ number: id, state: z.string(), pull_request: z.unknown() }),
  comment: z.object({
    body: z.string(),
    user: z.object({ type: z.string() }).nullable(),
    performed_via_github_app: z.unknown(),
  }),
  sender: z.object({ type: z.string() }),
  repository,
  installation,
});

/** Actions that can change what is handed in, or whether anybody wants to know. */
const PULL_ACTIONS: ReadonlySet<string> = new Set(["opened", "synchronize", "reopened", "ready_for_review"]);

/**
 * Reads an event. Titles and bodies of pull requests are never looked at, and its SHA is not either: the job asks.
 * @param event X-GitHub-Event
 * @param payload parsed JSON
 */
export function readEvent(event: string, payload: unknown): Reading {
  if (event === "pull_request" || event === "pull_request_target") return readPullEvent(payload);
  if (event === "issue_comment") return readComment(payload);
  return { ignored: "no event that the bot hears" };
}

function readPullEvent(payload: unknown): Reading {
  const read = pullEvent.safeParse(payload);
  if (!read.success) return { ignored: "no payload of a pull request" };
  const { action, number, changes, repository, installation } = read.data;
  // A title or a body that was edited is nothing to judge; another base branch is.
  const wanted = PULL_ACTIONS.has(action) || (action === "edited" && changes?.base !== undefined);
  if (!wanted) return { ignored: "nothing that changes what is handed in" };
  return { ask: askFor(repository, number, installation, {}) };
}

function readComment(payload: unknown): Reading {
  const read = commentEvent.safeParse(payload);
  if (!read.success) return { ignored: "no payload of a comment" };
  const { action, issue, comment, sender, repository, installation } = read.data;
  if (action !== "created") return { ignored: "no new comment" };
  if (issue.pull_request === undefined || issue.state !== "open")
    return { ignored: "no comment on an open pull request" };
  if (sender.type !== "User" || !isPersons(comment)) return { ignored: "no comment of a person" };
  const { recheck, explain } = commandsOf(comment.body);
  if (!recheck && explain.length === 0) return { ignored: "no command" };
  return { ask: askFor(repository, issue.number, installation, { forced: recheck, explain }) };
}

function askFor(
  { id, full_name: name }: z.infer<typeof repository>,
  number: number,
  installation: { id: number } | undefined,
  { forced = false, explain = [] }: { forced?: boolean; explain?: string[] },
): Ask {
  const key = { repositoryId: id, number };
  return { key, repository: name, installation: installation?.id ?? 0, forced, explain };
}
