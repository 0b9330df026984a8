import { once } from "../../once.js";
import type { Submission, SubmittedFile } from "../../submission.js";
import { isFile } from "../cited.js";
import { textOf } from "../text.js";
import { isArtifact, type Artifact, type Unreadable } from "./artifact.js";
import { readGoTest } from "./gotest.js";
import { readJunit } from "./junit.js";
import { readLog } from "./log.js";

/** The names that the programme's instructions give to artifacts. */
const BY_NAME = /(?:^|\/)(?:junit[^/]*\.xml|results\.json)$/i;

/**
 * A file as an artifact, known by what is in it; undefined for one that is none and does not pretend to be by its name.
 */
export const readArtifact = once((file: SubmittedFile): Artifact | Unreadable | undefined => {
  const text = textOf(file);
  if (text === undefined) return BY_NAME.test(file.path) ? { why: "this is no text" } : undefined;
  const begin = text.slice(0, 4096).trimStart();
  if (/\.xml$/i.test(file.path) || begin.startsWith("<?xml"))
    return BY_NAME.test(file.path) || /<testsuites?[\s>]/.test(begin) ? readJunit(text) : undefined;
  if (begin.startsWith('{"') && /^\{[^\n]{0,400}"Action":"/.test(begin)) return readGoTest(text);
  if (BY_NAME.test(file.path)) return { why: "this is neither JUnit's XML nor the output of go test -json" };
  return /\.(?:log|txt)$/i.test(file.path) ? readLog(text) : undefined;
});

/** An artifact with the file that it stands in. */
export interface ArtifactFile {
  file: SubmittedFile;
  artifact: Artifact;
}

/** All artifacts of a submission, by path, whether cited or not. */
export const artifactsOf = once((submission: Submission): readonly ArtifactFile[] =>
  [...submission.files.values()].filter(isFile).flatMap((file) => {
    const artifact = readArtifact(file);
    return isArtifact(artifact) ? [{ file, artifact }] : [];
  }),
);
