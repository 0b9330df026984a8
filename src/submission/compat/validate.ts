import { posix } from "node:path";
import type { SectionedChecklist } from "../rule.js";
import type { Submission } from "../submission.js";
import { GoYamlError } from "./go-yaml/error.js";
import { loadDocument, type GoDocument, type GoRequirement } from "./load.js";
import { versionFor, type ValidatorVersion } from "./version.js";
import { hybridEvidence } from "./hybrid.js";

/** One line that the validator prints, and what it is about. */
export interface CompatError {
  kind: "load" | "metadata" | "requirement" | "evidence";
  message: string;
  /** Metadata key or requirement id. */
  about?: string;
}

export interface CompatResult {
  result: "pass" | "fail" | "load-error";
  errors: readonly CompatError[];
}

/**
 * What the programme's validator says of a submission, line by line, its network checks and list of members left out.
 * @param checklist of the submission's minor; undefined where the programme has none
 */
export function validate(
  submission: Submission,
  checklist: SectionedChecklist | undefined,
  asked: ValidatorVersion,
): CompatResult {
  const refuse = (message: string): CompatResult => ({ result: "load-error", errors: [{ kind: "load", message }] });
  const minor = /(?:^|\/)v(\d+\.\d+)\//.exec(`${submission.directory}/`)?.[1];
  if (minor === undefined) return refuse(`Could not determine version from path ${submission.directory}/PRODUCT.yaml`);
  if (!checklist) return refuse(`Schema not found at docs/AIConformance-${minor}.yaml`);
  const version = versionFor(minor, asked);
  let document: GoDocument;
  try {
    document = loadDocument(submission);
  } catch (error) {
    if (error instanceof GoYamlError) return refuse(`Error loading product: ${error.message}`);
    throw error;
  }
  const errors = [...metadataErrors(document, version), ...specErrors(document, submission, checklist, version)];
  return { result: errors.length === 0 ? "pass" : "fail", errors };
}

function* metadataErrors({ metadata }: GoDocument, version: ValidatorVersion): Generator<CompatError> {
  if (!metadata) return yield { kind: "metadata", message: "Missing 'metadata' section" };
  for (const [field, required] of Object.entries(version.metadata)) {
    const snake = snakeCase(field);
    const message = fieldError(field, snake, required, metadata, version);
    if (message !== undefined) yield { kind: "metadata", message, about: metadata.has(field) ? field : snake };
  }
}

function fieldError(
  field: string,
  snake: string,
  required: boolean,
  metadata: NonNullable<GoDocument["metadata"]>,
  { conformanceUrl }: ValidatorVersion,
): string | undefined {
  const key = metadata.has(field) ? field : snake;
  const value = metadata.get(key);
  if (!metadata.has(key) || value === null)
    return required ? `Missing metadata field: ${field} (or ${snake})` : undefined;
  if (value === undefined) return `Metadata field ${field} is not a string`;
  if (value === "") return required ? `Metadata field ${field} is empty` : undefined;
  if (value.startsWith("[") && value.endsWith("]")) return `Metadata field ${field} has placeholder value: ${value}`;
  if (field === "k8sConformanceUrl" && !conformanceUrl.test(value)) {
    const expected = "https://github.com/cncf/k8s-conformance/tree/master/v{version}/{product}";
    return `Invalid k8sConformanceUrl format: ${value}. Expected format: ${expected}`;
  }
  return undefined;
}

function* specErrors(
  { spec }: GoDocument,
  submission: Submission,
  checklist: SectionedChecklist,
  version: ValidatorVersion,
): Generator<CompatError> {
  if (!spec) return yield { kind: "requirement", message: "Missing 'spec' section" };
  const evidence = version.hybrid
    ? hybridEvidence(submission, version.hybrid)
    : (answer: GoRequirement) => evidenceErrors(answer, submission);
  for (const { name, requirements } of checklist.sections) {
    const given = spec.get(name);
    if (!given) {
      yield { kind: "requirement", message: `Missing spec category: ${name}` };
      continue;
    }
    // Of an id that stands twice the last counts.
    const byId = new Map(given.map((each) => [each.id, each]));
    for (const { id, level } of requirements) {
      const answer = byId.get(id);
      if (!answer) yield { kind: "requirement", message: `Missing requirement '${id}' in category '${name}'` };
      else if (level === "MUST" || answer.status !== "" || answer.evidence.length > 0) {
        for (const message of answerErrors(answer, level, version)) yield { kind: "requirement", message, about: id };
        for (const message of evidence(answer)) yield { kind: "evidence", message, about: id };
      }
    }
  }
}

function* answerErrors(
  { id, status, notes }: GoRequirement,
  level: "MUST" | "SHOULD",
  { statuses, hybrid }: ValidatorVersion,
): Generator<string> {
  const conditional = hybrid?.conditional.includes(id) === true;
  if (!statuses.includes(status))
    yield `Invalid status '${status}' for '${id}'. Must be one of [${statuses.join(" ")}]`;
  if (level === "MUST" && status !== "Implemented" && !(conditional && status === "N/A")) {
    const only = conditional ? "'Implemented', or 'N/A' with a justification in notes." : "'Implemented'.";
    yield `Requirement '${id}' is MUST level but status is '${status}'. It must be ${only}`;
  }
  const empty = hybrid ? notes.trim() === "" : notes === "";
  if (status === "N/A" && empty) yield `Notes required for '${id}' when status is N/A`;
}

function* evidenceErrors({ id, evidence }: GoRequirement, submission: Submission): Generator<string> {
  for (const link of evidence) {
    if (link === "" || /^https?:\/\//.test(link)) continue;
    const path = posix.join(submission.directory, link).replace(/(.)\/$/, "$1");
    if (!isThere(submission, link)) yield `Invalid evidence file for '${id}': ${link} (not found at ${path})`;
  }
}

/** Bytes of a path's part, and of a path, at most: of longer ones Linux does not say that they are not there. */
const [LONGEST_NAME, LONGEST_PATH] = [255, 4095];

/**
 * What the validator's `stat` says, as far as the submission's own files tell. What leads out of it is taken for
 * missing; a link for there; and what is no possible path, or goes on below a file, is not "missing" to the system.
 */
function isThere({ files, directory }: Submission, link: string): boolean {
  const path = posix.join(directory, link).replace(/\/$/, "");
  if (path.includes("\0") || Buffer.byteLength(path) > LONGEST_PATH) return true;
  if (path === directory) return true;
  if (!path.startsWith(`${directory}/`)) return false;
  const parts = path.slice(directory.length + 1).split("/");
  for (let length = 1; length < parts.length; length++) if (files.has(parts.slice(0, length).join("/"))) return true;
  const inside = parts.join("/");
  if (files.has(inside)) return true;
  for (const file of files.keys()) if (file.startsWith(`${inside}/`)) return true;
  return parts.length === 1 && Buffer.byteLength(inside) > LONGEST_NAME;
}

/** As the validator makes it: k8sConformanceUrl becomes k8s_conformance_url. */
function snakeCase(text: string): string {
  return text
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
