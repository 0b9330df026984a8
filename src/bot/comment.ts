import type { GitHub } from "./github.js";
import { markerOf, type Marker } from "./marker.js";
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

/**
 * The bot's one comment on a pull request. Only its own count, so nobody can put words into its mouth by copying the
 * marker. Should there be more than one, e.g. as an answer of GitHub was lost, the oldest stays and the others go.
 */
export async function findComment(github: GitHub, at: Repository, search: Search): Promise<OwnComment | undefined> {
  const known = search.known === undefined ? undefined : await byId(github, at, search, search.known);
  if (known) return known;
  const [first, ...more] = await allOwn(github, at, search);
  for (const { id } of more) {
    try {
      await github.rest.issues.deleteComment({ ...at, comment_id: id });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return first;
}

/** Writes it where there is none, edits it where it says something else. @returns its id */
export async function putComment(
  github: GitHub,
  at: Repository,
  { number, self }: Pick<Search, "number" | "self">,
  present: OwnComment | undefined,
  body: string,
): Promise<number> {
  if (present) {
    if (present.body !== body) await github.rest.issues.updateComment({ ...at, comment_id: present.id, body });
    return present.id;
  }
  // Never again by itself: what seems to have failed may have been written. The next try of the job looks first.
  const once = { request: { retries: 0 } };
  const { data } = await github.rest.issues.createComment({ ...at, issue_number: number, body, ...once });
  // Another bot or run of the workflow may have written one at the same moment; both then keep the oldest.
  const oldest = await findComment(github, at, { number, self, known: undefined });
  return oldest?.id ?? data.id;
}

async function byId(github: GitHub, at: Repository, { self }: Search, id: number): Promise<OwnComment | undefined> {
  try {
    const { data } = await github.rest.issues.getComment({ ...at, comment_id: id });
    return own(data, self);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The oldest first. */
async function allOwn(github: GitHub, at: Repository, { number, self }: Search): Promise<OwnComment[]> {
  const pages = github.paginate.iterator(github.rest.issues.listComments, {
    ...at,
    issue_number: number,
    per_page: 100,
  });
  const found: OwnComment[] = [];
  let seen = 0;
  for await (const { data } of pages) {
    found.push(...data.flatMap((one) => own(one, self) ?? []));
    seen += data.length;
    if (seen >= MOST_COMMENTS) break;
  }
  return found.sort((one, other) => one.id - other.id);
}

interface Comment {
  id: number;
  body?: string;
  user: { login: string } | null;
}

function own({ id, body = "", user }: Comment, self: string): OwnComment | undefined {
  const marker = user?.login.toLowerCase() === self.toLowerCase() ? markerOf(body) : undefined;
  return marker && { id, body, marker };
}
