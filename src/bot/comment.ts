import { commandsOf, isPersons } from "./commands.js";
import type { GitHub } from "./github.js";
import { markerOf, NO_MARKER, type Marker } from "./marker.js";
import type { Repository } from "./repository.js";
import { isGone } from "./trouble.js";

/** The bot's comment as it stands there. */
export interface OwnComment {
  id: number;
  body: string;
  marker: Marker;
}

/** Comments that are searched for the bot's own. */
const MOST_COMMENTS = 5_000;

interface Search {
  number: number;
  /** Login of the bot itself, e.g. "karat[bot]". */
  self: string;
  /** Where it was the last time. */
  known: number | undefined;
}

/** What there is to know before the bot speaks. */
export interface Seen {
  own: OwnComment | undefined;
  /** Rules that people asked about in comments, the latest last; none where the comments were not all read. */
  asked: readonly string[];
}

/**
 * The bot's one comment on a pull request. Only its own count, so nobody can put words into its mouth by copying the
 * marker. Should there be more than one, e.g. as an answer of GitHub was lost, the oldest stays and the others go.
 */
export async function lookForComment(github: GitHub, at: Repository, search: Search): Promise<Seen> {
  const known = search.known === undefined ? undefined : await byId(github, at, search, search.known);
  if (known) return { own: known, asked: [] };
  const { own, asked } = await readAll(github, at, search);
  const [first, ...more] = own;
  for (const { id } of more) {
    try {
      await github.rest.issues.deleteComment({ ...at, comment_id: id });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return { own: first, asked };
}

/** Writes it where there is none, else edits it. @returns its id; undefined where somebody deleted it meanwhile */
export async function writeComment(
  github: GitHub,
  at: Repository,
  number: number,
  present: OwnComment | undefined,
  body: string,
): Promise<number | undefined> {
  if (!present) {
    // Never again by itself: what seems to have failed may have been written. The next try of the job looks first.
    const once = { request: { retries: 0 } };
    const { data } = await github.rest.issues.createComment({ ...at, issue_number: number, body, ...once });
    return data.id;
  }
  try {
    await github.rest.issues.updateComment({ ...at, comment_id: present.id, body });
    return present.id;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Of an id that the bot noted itself: its comment even where somebody's edit took the marker away. */
async function byId(github: GitHub, at: Repository, { self }: Search, id: number): Promise<OwnComment | undefined> {
  try {
    const { data } = await github.rest.issues.getComment({ ...at, comment_id: id });
    return isBy(data, self) ? { id, body: data.body ?? "", marker: markerOf(data.body ?? "") ?? NO_MARKER } : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The bot's own, the oldest first, and what people asked. */
async function readAll(
  github: GitHub,
  at: Repository,
  { number, self }: Search,
): Promise<{ own: OwnComment[]; asked: string[] }> {
  const pages = github.paginate.iterator(github.rest.issues.listComments, {
    ...at,
    issue_number: number,
    per_page: 100,
  });
  const own: OwnComment[] = [];
  const asked: string[] = [];
  let seen = 0;
  for await (const { data } of pages) {
    for (const comment of data) {
      const { id, body = "" } = comment;
      const marker = isBy(comment, self) ? markerOf(body) : undefined;
      if (marker) own.push({ id, body, marker });
      if (isPersons(comment)) asked.push(...commandsOf(body).explain);
    }
    seen += data.length;
    if (seen >= MOST_COMMENTS) break;
  }
  return { own: own.sort((one, other) => one.id - other.id), asked };
}

function isBy({ user }: { user: { login: string } | null }, login: string): boolean {
  return user?.login.toLowerCase() === login.toLowerCase();
}
