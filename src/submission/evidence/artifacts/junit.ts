import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { MOST_TESTS, type Artifact, type Dialect, type Test, type Unreadable } from "./artifact.js";

/** Elements within elements: JUnit has four levels. */
const DEEPEST = 12;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
  parseTagValue: false,
  // No entity is resolved but XML's own five, below: a document may not define any (XML 1.0, 4.6).
  processEntities: false,
  maxNestedTags: DEEPEST,
  isArray: (name) => LISTS.has(String(name)),
});
const LISTS = new Set(["testsuite", "testcase", "property"]);

const attribute = z.string().optional();
const testcase = z.object({
  "@name": z.string(),
  "@classname": attribute,
  "@time": attribute,
  "@status": attribute,
  skipped: z.unknown(),
  failure: z.unknown(),
  error: z.unknown(),
});
const property = z.object({ "@name": attribute, "@value": attribute });
const suite = z.object({
  "@name": attribute,
  "@timestamp": attribute,
  testcase: z.array(testcase).default([]),
  properties: z.union([z.object({ property: z.array(property).default([]) }), z.string()]).optional(),
  // Suites within suites, which some writers have; deeper ones nobody writes.
  testsuite: z.array(z.object({ testcase: z.array(testcase).default([]) })).default([]),
});
const root = z.object({ testsuite: z.array(suite).default([]) });
const document = z.object({ testsuites: z.union([root, z.string()]).optional(), testsuite: z.array(suite).optional() });
type Suite = z.infer<typeof suite>;

/** Reads a junit.xml of any of the dialects. Strict XML, no DTD, no entities of the document's own. */
export function readJunit(text: string): Artifact | Unreadable {
  const prolog = text.search(/<[A-Za-z_]/);
  const declared = text.slice(0, prolog < 0 ? text.length : prolog).search(/<!(?:DOCTYPE|ENTITY)/i);
  if (declared >= 0) return { why: "it has a DTD, which no test report needs", line: lineOf(text, declared) };
  const valid = XMLValidator.validate(text);
  if (valid !== true) return { why: `this is no XML: ${valid.err.msg.split("\n")[0] ?? ""}`, line: valid.err.line };
  const read = document.safeParse(parsed(text));
  if (!read.success) return { why: "it has not the elements and attributes of JUnit" };
  const { testsuites } = read.data;
  const suites = [
    ...(typeof testsuites === "object" ? testsuites.testsuite : []),
    ...(read.data.testsuite ?? []),
  ];
  if (testsuites === undefined && suites.length === 0) return { why: "its root is neither testsuites nor testsuite" };
  const cases = suites.flatMap((one) => [...one.testcase, ...one.testsuite.flatMap(({ testcase: inner }) => inner)]);
  if (cases.length > MOST_TESTS) return { why: `no suite has more than ${MOST_TESTS} tests` };
  const startedAt = suites.map((one) => one["@timestamp"]).find((time) => time !== undefined && time !== "");
  return {
    format: "junit",
    dialect: dialectOf(suites, cases),
    tests: cases.map(asTest),
    ...(startedAt === undefined ? {} : { startedAt }),
    tells: tellsOf(suites, startedAt),
  };
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    // It nests too deep, or has a name that no object may have.
    return undefined;
  }
}

function asTest(one: z.infer<typeof testcase>): Test {
  const status = one["@status"];
  const failed = one.failure !== undefined || one.error !== undefined || status === "failed" || status === "error";
  const skipped = one.skipped !== undefined || status === "skipped" || status === "pending";
  const seconds = Number(one["@time"]);
  return {
    name: resolved(one["@name"]),
    outcome: failed ? "fail" : skipped ? "skip" : "pass",
    ...(one["@time"] === undefined || !Number.isFinite(seconds) ? {} : { seconds }),
    ...(one["@classname"] === undefined ? {} : { suite: resolved(one["@classname"]) }),
  };
}

/** Ginkgo's reporter writes a `status`, and its own settings as properties; karat's class names begin with its name. */
function dialectOf(suites: readonly Suite[], cases: readonly z.infer<typeof testcase>[]): Dialect {
  if (propertiesOf(suites).has("SuiteHasProgrammaticFocus") || cases.some((one) => /^\[[A-Z]\w+\]/.test(one["@name"])))
    return "ginkgo";
  return cases.length > 0 && cases.every((one) => one["@classname"]?.startsWith("karat.")) ? "karat" : "go";
}

function propertiesOf(suites: readonly Suite[]): ReadonlySet<string> {
  return new Set(
    suites.flatMap(({ properties }) =>
      typeof properties === "object" ? properties.property.flatMap((one) => one["@name"] ?? []) : [],
    ),
  );
}

function tellsOf(suites: readonly Suite[], startedAt: string | undefined): Artifact["tells"] {
  const names = [...propertiesOf(suites)];
  const tells = new Set<"server version" | "suite version" | "flags" | "time">();
  if (startedAt !== undefined) tells.add("time");
  if (names.some((name) => /kubernetes|server.?version/i.test(name))) tells.add("server version");
  if (names.some((name) => /^karat$|commit|suite.?version|revision/i.test(name))) tells.add("suite version");
  if (names.some((name) => /options|flags|FocusStrings/i.test(name))) tells.add("flags");
  return tells;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML's five entities and character references (XML 1.0, 4.1 and 4.6); any other stays as it is. */
function resolved(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
