import { posix } from "node:path";
import { isArtifact } from "../evidence/artifacts/artifact.js";
import { readArtifact } from "../evidence/artifacts/read.js";
import type { Submission, SubmittedFile } from "../submission.js";
import type { GoRequirement } from "./load.js";

/** What a validator knows of results of the programme's tests (pull request 141). */
export interface HybridVerification {
  /** Test that stands for a requirement, where a reference names none. */
  tests: Readonly<Record<string, string>>;
  /** MUSTs that may be N/A with a reason. */
  conditional: readonly string[];
}

/** Only files of these names are read as results. */
const ARTIFACTS: ReadonlySet<string> = new Set(["junit.xml", "results.json", "e2e.log"]);

/** What such a validator says of evidence. One of its kind for a whole submission: it tells of an artifact once. */
export function hybridEvidence(
  submission: Submission,
  { tests }: HybridVerification,
): (answer: GoRequirement) => Generator<string> {
  const known = new Map<string, ReadonlyMap<string, string> | undefined>();
  return function* (answer) {
    for (const link of answer.evidence) {
      if (link === "" || /^https?:\/\//.test(link)) continue;
      const resolved = resolve(submission.directory, link);
      if ("why" in resolved) {
        yield `Invalid evidence file for '${answer.id}': ${link} (${resolved.why})`;
        continue;
      }
      const { path, fragment } = resolved;
      const full = posix.join(submission.directory, path);
      const file = submission.files.get(path);
      if (!file && ![...submission.files.keys()].some((other) => other.startsWith(`${path}/`))) {
        yield `Invalid evidence file for '${answer.id}': ${link} (not found at ${full})`;
      } else if (file && ARTIFACTS.has(posix.basename(path).toLowerCase())) {
        yield* artifactErrors(answer, { file, link, test: fragment || tests[answer.id] }, known);
      }
    }
  };
}

interface Referred {
  file: SubmittedFile;
  link: string;
  /** The test that is asked for, if any. */
  test: string | undefined;
}

function* artifactErrors(
  { id, status }: GoRequirement,
  { file, link, test }: Referred,
  known: Map<string, ReadonlyMap<string, string> | undefined>,
): Generator<string> {
  const name = link.split("#")[0] ?? "";
  if (!known.has(file.path)) {
    const read = readArtifact(file);
    const readable = isArtifact(read) && read.tests.length > 0;
    known.set(file.path, readable ? outcomes(read.tests) : undefined);
    if (!readable) {
      const why = read && "why" in read ? read.why : "it holds no test";
      return yield `Invalid test artifact for '${id}': ${name} (${why})`;
    }
    const failed = read.tests.filter(({ outcome }) => outcome === "fail").map((one) => one.name);
    if (failed.length > 0) yield `Test artifact ${name} contains failing tests: ${failed.toSorted().join(", ")}`;
  }
  const report = known.get(file.path);
  if (!report || test === undefined || test === "") return;
  const outcome = outcomeOf(test, report);
  if (outcome === undefined) yield `Test '${test}' referenced by '${id}' was not found in ${name}`;
  else if (outcome === "fail") yield `Test '${test}' referenced by '${id}' failed in ${name}`;
  else if (outcome === "skip" && status === "Implemented")
    yield `Requirement '${id}' is Implemented but test '${test}' was skipped in ${name}`;
}

/** Of a name that stands there twice a fail counts, then the last. */
function outcomes(tests: readonly { name: string; outcome: string }[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, outcome } of tests) if (found.get(name) !== "fail") found.set(name, outcome);
  return found;
}

/** A test that has no line of its own is what its parts are. */
function outcomeOf(test: string, report: ReadonlyMap<string, string>): string | undefined {
  const own = report.get(test);
  if (own !== undefined) return own;
  const parts = [...report].filter(([name]) => name.startsWith(`${test}/`)).map(([, outcome]) => outcome);
  if (parts.length === 0) return undefined;
  if (parts.includes("fail")) return "fail";
  return parts.every((outcome) => outcome === "skip") ? "skip" : "pass";
}

/** A reference as a path in the folder, by itself, behind file://, or from the repository's root. */
function resolve(directory: string, link: string): { path: string; fragment: string } | { why: string } {
  const [written = "", ...rest] = link
    .trim()
    .replace(/^file:\/\//, "")
    .split("#");
  const raw = written.trim().replace(/^\//, "");
  if (raw === "") return { why: "empty file path" };
  const own = `${directory.split("/").slice(-2).join("/")}/`;
  if (!raw.startsWith(own) && /^v\d+\.\d+\/[^/]+\//.test(raw)) {
    const quoted = JSON.stringify(link);
    return { why: `path ${quoted} references a different product directory; evidence must live in ${directory}` };
  }
  const path = posix.normalize(raw.startsWith(own) ? raw.slice(own.length) : raw).replace(/\/$/, "");
  if (path === "." || path === "" || path === ".." || path.startsWith("../"))
    return { why: `path ${JSON.stringify(link)} escapes the product directory ${directory}` };
  return { path, fragment: rest.join("#") };
}
