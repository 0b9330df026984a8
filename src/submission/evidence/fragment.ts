import { once } from "../once.js";
import type { SubmittedFile } from "../submission.js";
import { isArtifact } from "./artifacts/artifact.js";
import { readArtifact } from "./artifacts/read.js";
import { anchorsOf } from "./headings.js";
import { textOf } from "./text.js";

/** What a fragment names in a file, or why it names nothing. */
export type Target = { kind: "test"; name: string } | { kind: "part" } | { kind: "missing"; why: string };

/**
 * Looks a fragment up: in an artifact a test, in Markdown a heading, in any text a line as GitHub writes them (`L12`,
 * `L12-L20`).
 */
export function targetOf(file: SubmittedFile, fragment: string): Target {
  const text = textOf(file);
  if (text === undefined) return { kind: "missing", why: `${file.path} is no text` };
  const lines = /^L(\d{1,7})(?:C\d{1,5})?(?:-L(\d{1,7})(?:C\d{1,5})?)?$/.exec(fragment);
  if (lines) return withLines(text, file.path, Number(lines[2] ?? lines[1]));
  const artifact = readArtifact(file);
  if (isArtifact(artifact)) {
    const test = artifact.tests.find(({ name }) => name === fragment || name === `[It] ${fragment}`);
    if (test) return { kind: "test", name: test.name };
    return { kind: "missing", why: `${file.path} has no test ${fragment}` };
  }
  if (!/\.(?:md|markdown)$/i.test(file.path)) return { kind: "missing", why: `${file.path} has no anchors` };
  const anchors = anchorsIn(file);
  if (fragment === "" || anchors.has(fragment.toLowerCase()) || anchors.has(fragment)) return { kind: "part" };
  return { kind: "missing", why: `${file.path} has no heading ${fragment}` };
}

const anchorsIn = once((file: SubmittedFile) => anchorsOf(textOf(file) ?? ""));

function withLines(text: string, path: string, last: number): Target {
  const count = text.split("\n").length;
  if (last >= 1 && last <= count) return { kind: "part" };
  return { kind: "missing", why: `${path} has ${count} lines` };
}
