import { MOST_TESTS, type Artifact, type Dialect, type Outcome, type Test, type Unreadable } from "./artifact.js";
import { tagsOf, XmlError, type Tag } from "./xml.js";

/** What is read of a report, tag by tag. */
interface Reading {
  root?: string;
  tests: Test[];
  properties: Set<string>;
  startedAt?: string;
  /** Whether any case bears a `status`, as Ginkgo writes. */
  status: boolean;
  /** The case that is open. */
  open?: { tag: Tag; outcome: Outcome };
}

/** Reads a junit.xml of any of the dialects. Strict XML, no DTD, no entities of the document's own. */
export function readJunit(text: string): Artifact | Unreadable {
  const reading: Reading = { tests: [], properties: new Set(), status: false };
  try {
    for (const tag of tagsOf(text)) take(tag, reading);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { why: `it cannot be read as JUnit's XML: ${error.message}`, line: lineOf(text, error.offset) };
  }
  const { root, tests, startedAt } = reading;
  if (root !== "testsuites" && root !== "testsuite") return { why: "its root is neither testsuites nor testsuite" };
  return {
    format: "junit",
    dialect: dialectOf(reading),
    tests,
    ...(startedAt === undefined ? {} : { startedAt }),
    tells: tellsOf(reading),
  };
}

function take(tag: Tag, reading: Reading): void {
  const { kind, name, attributes } = tag;
  if (kind === "close") {
    if (name === "testcase" && reading.open) end(reading, reading.open);
    return;
  }
  reading.root ??= name;
  if (name === "testsuite" && !reading.startedAt) {
    const at = attributes.get("timestamp");
    if (at !== undefined && at !== "") reading.startedAt = at;
  }
  if (name === "property") reading.properties.add(attributes.get("name") ?? "");
  if (name === "testcase") begin(tag, reading);
  if (!reading.open) return;
  if (name === "failure" || name === "error") reading.open.outcome = "fail";
  if (name === "skipped" && reading.open.outcome === "pass") reading.open.outcome = "skip";
}

function begin(tag: Tag, reading: Reading): void {
  if (reading.open) throw new XmlError("a testcase within a testcase", tag.offset);
  if (!tag.attributes.has("name")) throw new XmlError("a testcase without a name", tag.offset);
  if (reading.tests.length >= MOST_TESTS) throw new XmlError(`no suite has more than ${MOST_TESTS} tests`, tag.offset);
  const status = tag.attributes.get("status");
  if (status !== undefined) reading.status = true;
  const failed = status === "failed" || status === "error" || status === "panicked" || status === "timedout";
  const skipped = status === "skipped" || status === "pending";
  reading.open = { tag, outcome: failed ? "fail" : skipped ? "skip" : "pass" };
}

function end(reading: Reading, { tag: { attributes }, outcome }: { tag: Tag; outcome: Outcome }): void {
  const time = attributes.get("time");
  const suite = attributes.get("classname");
  const seconds = Number(time);
  reading.tests.push({
    name: attributes.get("name") ?? "",
    outcome,
    ...(time === undefined || !Number.isFinite(seconds) ? {} : { seconds }),
    ...(suite === undefined ? {} : { suite }),
  });
  delete reading.open;
}

/** Ginkgo's reporter writes its own settings as properties; karat's class names begin with its name. */
function dialectOf({ tests, properties, status }: Reading): Dialect {
  if (properties.has("SuiteHasProgrammaticFocus") || (status && tests.some(({ name }) => /^\[\w+\]/.test(name))))
    return "ginkgo";
  return tests.length > 0 && tests.every(({ suite }) => suite?.startsWith("karat.")) ? "karat" : "go";
}

function tellsOf({ properties, startedAt }: Reading): Artifact["tells"] {
  const names = [...properties];
  const tells = new Set<"server version" | "suite version" | "flags" | "time">();
  if (startedAt !== undefined) tells.add("time");
  if (names.some((name) => /kubernetes|server.?version/i.test(name))) tells.add("server version");
  if (names.some((name) => /^karat$|commit|suite.?version|revision/i.test(name))) tells.add("suite version");
  if (names.some((name) => /options|flags|FocusStrings/i.test(name))) tells.add("flags");
  return tells;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
