import { INSTALLATION_TOKEN } from "./authorise.js";
import { flat, type TreeEntry } from "./objects.js";
import { REPOSITORY, SELF, type FakeComment, type World } from "./world.js";

interface Answer {
  status: number;
  data?: unknown;
  headers?: Record<string, string>;
}

type Handler = (world: World, names: string[], url: URL, body: Record<string, unknown>) => Answer;

const REPO = `/repos/${REPOSITORY.owner}/${REPOSITORY.repo}`;
const NOT_FOUND: Answer = { status: 404, data: { message: "Not Found" } };

/** Paths without the repository's own; `*` is one part. */
const ROUTES: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ["GET", "/pulls/*", (world, [number]) => pull(world, Number(number))],
  ["GET", "/pulls/*/files", (world, [number], url) => paged(url, changed(world, Number(number)).slice(0, 3_000))],
  ["GET", "/git/ref/*", (world, [ref]) => branch(world, ref ?? "")],
  ["GET", "/git/commits/*", (world, [sha]) => commit(world, sha ?? "")],
  ["GET", "/git/trees/*", (world, [sha], url) => tree(world, sha ?? "", url.searchParams.has("recursive"))],
  ["GET", "/git/blobs/*", (world, [sha]) => blob(world, sha ?? "")],
  [
    "GET",
    "/commits/*/statuses",
    (world, [sha], url) => paged(url, world.statuses.filter((one) => one.sha === sha).toReversed()),
  ],
  ["POST", "/statuses/*", (world, [sha], _, body) => addStatus(world, sha ?? "", body)],
  [
    "GET",
    "/issues/*/comments",
    (world, [number], url) => paged(url, world.comments.filter((one) => one.number === Number(number)).map(shown)),
  ],
  ["POST", "/issues/*/comments", (world, [number], _, body) => addComment(world, Number(number), body)],
  ["GET", "/issues/comments/*", (world, [id]) => withComment(world, id, (one) => ({ status: 200, data: shown(one) }))],
  ["PATCH", "/issues/comments/*", (world, [id], _, body) => withComment(world, id, (one) => editComment(one, body))],
  ["DELETE", "/issues/comments/*", (world, [id]) => withComment(world, id, (one) => deleteComment(world, one))],
  [
    "GET",
    "/issues/*/labels",
    (world, [number], url) =>
      paged(
        url,
        labels(world, Number(number)).map((name) => ({ name })),
      ),
  ],
  ["POST", "/issues/*/labels", (world, [number], _, body) => addLabels(world, Number(number), body)],
  ["DELETE", "/issues/*/labels/*", (world, [number, name]) => removeLabel(world, Number(number), name ?? "")],
];

/** What GitHub answers, https://docs.github.com/rest, as far as the bot asks. */
export function routes(world: World, method: string, url: URL, body: Record<string, unknown>): Answer {
  const { pathname } = url;
  if (method === "GET" && pathname === "/app") return { status: 200, data: { id: 1, slug: SELF.replace("[bot]", "") } };
  if (method === "GET" && pathname === "/user")
    return { status: 403, data: { message: "Resource not accessible by integration" } };
  if (method === "POST" && /^\/app\/installations\/\d+\/access_tokens$/.test(pathname)) return token();
  if (!pathname.startsWith(`${REPO}/`)) return NOT_FOUND;
  const path = pathname.slice(REPO.length).split("/");
  for (const [wanted, pattern, handler] of ROUTES) {
    const parts = pattern.split("/");
    if (wanted !== method || parts.length !== path.length) continue;
    if (!parts.every((part, index) => part === "*" || part === path[index])) continue;
    const names = path.filter((_, index) => parts[index] === "*").map(decodeURIComponent);
    return handler(world, names, url, body);
  }
  return NOT_FOUND;
}

function token(): Answer {
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  const permissions = {
    contents: "read",
    issues: "write",
    metadata: "read",
    pull_requests: "write",
    statuses: "write",
  };
  return {
    status: 201,
    data: { token: INSTALLATION_TOKEN, expires_at: expires, permissions, repository_selection: "selected" },
  };
}

/** 30 a page unless asked for more, with the Link header that clients follow. */
function paged(url: URL, all: readonly unknown[]): Answer {
  const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
  const page = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  const more = all.length > page * size;
  return {
    status: 200,
    data: all.slice((page - 1) * size, page * size),
    ...(more && { headers: { link: `<${next.href}>; rel="next"` } }),
  };
}

function pull(world: World, number: number): Answer {
  const found = world.pulls.get(number);
  if (!found) return NOT_FOUND;
  const repo = {
    id: REPOSITORY.id,
    full_name: `${REPOSITORY.owner}/${REPOSITORY.repo}`,
    html_url: `https://github.com/${REPOSITORY.owner}/${REPOSITORY.repo}`,
  };
  const data = {
    number,
    state: found.state,
    title: found.title,
    body: found.title,
    head: { sha: found.head, ref: "patch", repo: found.from === undefined ? null : { full_name: found.from } },
    base: { ref: found.base, sha: "0".repeat(40), repo },
    changed_files: changed(world, number).length,
  };
  return { status: 200, data };
}

/** As between two trees; renames are not looked for. */
function changed(world: World, number: number): { filename: string; status: string; sha: string }[] {
  const found = world.pulls.get(number);
  if (!found) return [];
  const before = world.objects.filesOf(world.branches.get(found.base) ?? "");
  const after = world.objects.filesOf(found.head);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort()
    .map((filename) => {
      const status = !before.has(filename) ? "added" : after.has(filename) ? "modified" : "removed";
      return { filename, status, sha: after.get(filename) ?? "" };
    });
}

function branch(world: World, ref: string): Answer {
  const sha = world.branches.get(ref.replace(/^heads\//, ""));
  return sha === undefined ? NOT_FOUND : { status: 200, data: { ref: `refs/${ref}`, object: { type: "commit", sha } } };
}

function commit(world: World, sha: string): Answer {
  const root = world.objects.commits.get(sha);
  return root === undefined ? NOT_FOUND : { status: 200, data: { sha, tree: { sha: root } } };
}

function tree(world: World, sha: string, recursive: boolean): Answer {
  const entries = world.objects.trees.get(sha);
  if (!entries) return NOT_FOUND;
  const all: TreeEntry[] = recursive ? flat(world.objects.trees, sha) : entries;
  const truncated = recursive && all.length > world.mostEntries;
  return { status: 200, data: { sha, tree: truncated ? all.slice(0, world.mostEntries) : all, truncated } };
}

function blob(world: World, sha: string): Answer {
  const bytes = world.objects.blobs.get(sha);
  if (!bytes) return NOT_FOUND;
  // GitHub breaks lines after 60 characters.
  const content = bytes.toString("base64").replace(/.{60}/g, "$&\n");
  return { status: 200, data: { sha, size: bytes.length, encoding: "base64", content } };
}

function addStatus(world: World, sha: string, body: Record<string, unknown>): Answer {
  const { context, state, description } = body as { context: string; state: string; description: string };
  if (!world.objects.commits.has(sha)) return { status: 422, data: { message: `No commit found for SHA: ${sha}` } };
  if (description.length > 140) return { status: 422, data: { message: "description is too long" } };
  world.statuses.push({ sha, context, state, description });
  return { status: 201, data: { context, state, description } };
}

function shown({ id, body, login }: FakeComment): unknown {
  return { id, body, user: { login, type: login.endsWith("[bot]") ? "Bot" : "User" } };
}

function addComment(world: World, number: number, { body }: Record<string, unknown>): Answer {
  const text = String(body);
  if (text.length > 65_536) return { status: 422, data: { message: "Body is too long" } };
  const comment = { id: world.nextId++, number, body: text, login: world.self };
  world.comments.push(comment);
  return { status: 201, data: shown(comment) };
}

function withComment(world: World, id: string | undefined, use: (comment: FakeComment) => Answer): Answer {
  const comment = world.comments.find((one) => one.id === Number(id));
  return comment ? use(comment) : NOT_FOUND;
}

function editComment(comment: FakeComment, { body }: Record<string, unknown>): Answer {
  comment.body = String(body);
  return { status: 200, data: shown(comment) };
}

function deleteComment(world: World, comment: FakeComment): Answer {
  world.comments.splice(world.comments.indexOf(comment), 1);
  return { status: 204 };
}

function labels(world: World, number: number): string[] {
  const known = world.labels.get(number) ?? [];
  world.labels.set(number, known);
  return known;
}

function addLabels(world: World, number: number, { labels: added }: Record<string, unknown>): Answer {
  const known = labels(world, number);
  for (const name of added as string[]) if (!known.includes(name)) known.push(name);
  return { status: 200, data: known.map((name) => ({ name })) };
}

function removeLabel(world: World, number: number, name: string): Answer {
  const known = labels(world, number);
  if (!known.includes(name)) return NOT_FOUND;
  known.splice(known.indexOf(name), 1);
  return { status: 200, data: known.map((name) => ({ name })) };
}
