import { posix } from "node:path";
import type { Submission } from "../submission.js";

/** What an entry of `evidence` refers to. */
export type Reference =
  /** Blank, as the programme's template has it. */
  | { kind: "none" }
  | { kind: "url"; url: URL }
  /** A path that stays in the submission's folder, normalised; whether it is there is another question. */
  | { kind: "local"; path: string; fragment?: string; scheme: boolean }
  /** What no reader can follow, and why. `hint` is what was meant, where that can be seen. */
  | { kind: "unusable"; why: string; hint?: string };

const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** "N/A", "none": words that stand where nothing is. */
const NOTHING = /^(?:n\/?a|none|nil|null|tbd|todo|not applicable|-+)\.?$/i;

/**
 * Reads an entry by the programme's grammar (instructions.md, "Referencing Test Results"): an https URL, a path relative
 * to the submission's folder, or `file://` with such a path or one relative to the repository's root; behind `#` a
 * fragment.
 */
export function referenceOf(text: string, { files, directory }: Pick<Submission, "files" | "directory">): Reference {
  const entry = text.trim();
  if (entry === "") return { kind: "none" };
  if (/^https?:/i.test(entry)) return remote(entry);
  if (/^file:/i.test(entry)) return byScheme(entry, directory);
  if (SCHEME.test(entry)) return { kind: "unusable", why: `${entry.split(":")[0] ?? ""}: is no scheme for evidence` };
  const whole = inside(entry);
  if (whole !== undefined && files.has(whole)) return { kind: "local", path: whole, scheme: false };
  const [path, fragment] = split(entry);
  const resolved = inside(path);
  if (resolved !== undefined && files.has(resolved)) return local(resolved, fragment, false);
  return resolved === undefined ? leaves(entry) : (prose(entry, files) ?? local(resolved, fragment, false));
}

function remote(entry: string): Reference {
  if (/\s/.test(entry)) return { kind: "unusable", why: "a URL has no spaces" };
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  return url ? { kind: "url", url } : { kind: "unusable", why: "this is no URL" };
}

function byScheme(entry: string, directory: string): Reference {
  if (!/^file:\/\//i.test(entry)) return { kind: "unusable", why: "file: is followed by two slashes" };
  const [raw, fragment] = split(entry.slice("file://".length));
  const path = decoded(raw);
  if (path === undefined) return { kind: "unusable", why: "a % in it is not followed by two hexadecimal digits" };
  const prefix = `${directory}/`;
  const below = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  const resolved = inside(below);
  if (resolved === undefined) return leaves(path);
  if (/^v\d+\.\d+\//.test(resolved)) return { kind: "unusable", why: `it is in another folder than ${directory}` };
  return local(resolved, fragment, true);
}

function local(path: string, fragment: string | undefined, scheme: boolean): Reference {
  return { kind: "local", path, scheme, ...(fragment === undefined ? {} : { fragment }) };
}

function leaves(path: string): Reference {
  const why = path.startsWith("/") ? "it is an absolute path" : "it leads out of the submission's folder";
  return { kind: "unusable", why };
}

/** Text that names no path, with the file or URL that it mentions. */
function prose(entry: string, files: Submission["files"]): Reference | undefined {
  if (NOTHING.test(entry)) return { kind: "unusable", why: "it names no evidence" };
  const words = entry.split(/[\s,;()<>[\]"'`]+/).filter((word) => word !== "");
  const url = words.find((word) => /^https?:\/\//i.test(word));
  if (url !== undefined) return { kind: "unusable", why: "there is more than a URL in it", hint: url };
  const named = words.map((word) => word.replace(/^\.\//, "")).find((word) => files.has(word));
  if (named !== undefined) return { kind: "unusable", why: "there is more than a path in it", hint: named };
  if (/^(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*$/i.test(entry))
    return { kind: "unusable", why: "a URL begins with https://", hint: `https://${entry}` };
  if (words.length > 1 && !/\.[A-Za-z0-9]{1,5}$/.test(entry)) return { kind: "unusable", why: "it is a sentence" };
  return undefined;
}

/** A relative path without its detours; undefined for one that leads out, or that systems read differently. */
function inside(path: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- a control character in a path is what is looked for
  if (path === "" || path.startsWith("/") || /[\\\u0000-\u001f]/.test(path)) return undefined;
  const normal = posix.normalize(path);
  return normal === ".." || normal.startsWith("../") ? undefined : normal;
}

function split(text: string): [path: string, fragment: string | undefined] {
  const at = text.indexOf("#");
  return at < 0 ? [text, undefined] : [text.slice(0, at), decoded(text.slice(at + 1)) ?? text.slice(at + 1)];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
