import { XMLParser } from "fast-xml-parser";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { element, textElement } from "../../../report/xml.js";
import type { SubmittedFile } from "../../submission.js";
import { readArtifact } from "./read.js";
import { tagsOf, XmlError } from "./xml.js";

function file(path: string, text: string): SubmittedFile {
  return { path, kind: "file", size: Buffer.byteLength(text), bytes: Buffer.from(text) };
}

const GO = `<?xml version="1.0"?>
<testsuites tests="4"><testsuite name="p" timestamp="2026-10-01T21:36:36Z">
<testcase classname="github.com/kubernetes-sigs/ai-conformance/test" name="TestA" time="120.26"/>
<testcase name="TestA/a &amp; b&#33;" time="1"><system-out><![CDATA[<failure> --- FAIL ]]></system-out></testcase>
<testcase name="TestB"><failure message="no">x</failure></testcase>
<testcase name="TestC"><skipped/></testcase>
</testsuite></testsuites>`;

test("a report of go test is read, with what is quoted in it left alone", () => {
  expect(readArtifact(file("any.xml", GO))).toEqual({
    format: "junit",
    dialect: "go",
    startedAt: "2026-10-01T21:36:36Z",
    tells: new Set(["time"]),
    tests: [
      { name: "TestA", outcome: "pass", seconds: 120.26, suite: "github.com/kubernetes-sigs/ai-conformance/test" },
      { name: "TestA/a & b!", outcome: "pass", seconds: 1 },
      { name: "TestB", outcome: "fail" },
      { name: "TestC", outcome: "skip" },
    ],
  });
});

test("Ginkgo's report is known by its properties, karat's by its class names", () => {
  const ginkgo = `<testsuites><testsuite><properties><property name="SuiteHasProgrammaticFocus" value="false"/></properties>
<testcase name="[It] works" status="passed" time="3"/><testcase name="[It] waits" status="skipped"/></testsuite></testsuites>`;
  expect(readArtifact(file("x.xml", ginkgo))).toMatchObject({
    dialect: "ginkgo",
    tests: [{ outcome: "pass" }, { outcome: "skip" }],
  });
  const karat = '<testsuites><testsuite><testcase name="TestX" classname="karat.x"/></testsuite></testsuites>';
  expect(readArtifact(file("x.xml", karat))).toMatchObject({ dialect: "karat" });
});

test("a DTD, an entity, a tag that closes nothing and a file of another kind are refused with their line", () => {
  const bomb = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<testsuites>&a;</testsuites>';
  expect(readArtifact(file("junit.xml", bomb))).toEqual({
    why: "it cannot be read as JUnit's XML: it has a DTD, which no test report needs",
    line: 2,
  });
  const crossed = "<testsuites>\n<testsuite>\n</testsuites>";
  expect(readArtifact(file("junit.xml", crossed))).toEqual({
    why: "it cannot be read as JUnit's XML: </testsuites> closes nothing",
    line: 3,
  });
  expect(readArtifact(file("junit.xml", "<a/>"))).toEqual({ why: "its root is neither testsuites nor testsuite" });
  expect(readArtifact(file("results.json", "[]"))).toMatchObject({ why: expect.stringContaining("neither") });
  expect(readArtifact(file("junit.xml", "<testsuites>".repeat(100)))).toMatchObject({
    why: expect.stringContaining("too deep"),
  });
  expect(readArtifact(file("logo.xml", "<svg/>"))).toBeUndefined();
});

test("results.json is read line by line, and the first line that is no event is named", () => {
  const event = (more: object): string => JSON.stringify({ Time: "2026-10-01T00:00:00Z", Action: "run", ...more });
  const good = [
    '{"Action":"start","Package":"p"}',
    event({ Test: "TestA" }),
    event({ Action: "pass", Test: "TestA", Elapsed: 2.5, Package: "p" }),
    event({ Action: "fail" }),
  ].join("\n");
  expect(readArtifact(file("r.json", good))).toMatchObject({
    format: "go-json",
    tests: [{ name: "TestA", outcome: "pass", seconds: 2.5, suite: "p" }],
    startedAt: "2026-10-01T00:00:00Z",
  });
  expect(readArtifact(file("r.json", `${good}\nhello`))).toEqual({
    why: "the line is no event of go test -json",
    line: 5,
  });
});

test("e2e.log is read in Go's words and in Ginkgo's, and any other log is none", () => {
  const go = "=== RUN   TestA\n    x_test.go:1: hi\n--- PASS: TestA (1.50s)\n    --- FAIL: TestA/b (0.10s)\nFAIL\n";
  expect(readArtifact(file("e2e.log", go))).toMatchObject({
    dialect: "go",
    tests: [
      { name: "TestA", outcome: "pass", seconds: 1.5 },
      { name: "TestA/b", outcome: "fail", seconds: 0.1 },
    ],
  });
  const ginkgo = "Ran 8 of 7144 Specs in 785.430 seconds\nSUCCESS! -- 8 Passed | 0 Failed | 0 Pending | 7136 Skipped\n";
  expect(readArtifact(file("e2e.log", ginkgo))).toMatchObject({ totals: { passed: 8, failed: 0, seconds: 785.43 } });
  expect(readArtifact(file("kubelet.log", "I1009 started\n"))).toBeUndefined();
});

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const tree = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(
      name,
      fc.dictionary(name, fc.string({ unit: "binary", maxLength: 8 }), { maxKeys: 3 }),
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.string({ unit: "binary", maxLength: 12 }),
        fc.array(tie("node"), { maxLength: 3 }),
      ),
    )
    .map(([tag, attributes, inner]) =>
      typeof inner === "string" ? textElement(tag, attributes, inner) : element(tag, attributes, inner),
    ),
})).node;

test("any document that is written is read, with the tags and attributes that another parser sees", () => {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseAttributeValue: false,
    trimValues: false,
  });
  const flat = (nodes: Record<string, unknown>[]): string[] =>
    nodes.flatMap((node) =>
      Object.entries(node).flatMap(([key, value]) =>
        Array.isArray(value) ? [`${key} ${Object.keys(node[":@"] ?? {}).join(",")}`, ...flat(value), `/${key}`] : [],
      ),
    );
  fc.assert(
    fc.property(tree, (xml) => {
      const seen = [...tagsOf(xml)].map((tag) =>
        tag.kind === "open" ? `${tag.name} ${[...tag.attributes.keys()].join(",")}` : `/${tag.name}`,
      );
      expect(seen).toEqual(flat(parser.parse(xml) as Record<string, unknown>[]));
    }),
  );
});

test("of whatever text, reading ends, and fails in no other way than it says", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "</",
    "/>",
    "<a>",
    "</a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    '="',
    '"',
    " x",
    "&",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
      try {
        for (const { offset } of tagsOf(pieces.join(""))) expect(offset).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError);
      }
    }),
  );
});

test("hostile text is read in time that grows no faster than it", () => {
  const began = performance.now();
  for (const text of [
    "<a ".repeat(100_000),
    `<a ${" ".repeat(400_000)}`,
    "<!-".repeat(100_000),
    "<a><".repeat(100_000),
  ])
    expect(() => [...tagsOf(text)]).toThrow(XmlError);
  expect(performance.now() - began).toBeLessThan(2_000);
});
