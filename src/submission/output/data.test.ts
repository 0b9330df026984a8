import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { finding, outcomeOf } from "./testing.js";

test("junit has a suite a submission and a case a rule, and fails for errors only", () => {
  const hostile = 'a < b & "c"]]>\u0007';
  const findings = [finding({ message: hostile }), finding({ rule: "B-001", severity: "warn", fix: "do so" })];
  const xml = junit(outcomeOf("", findings));
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = new XMLParser({ ignoreAttributes: false, processEntities: true }).parse(xml) as Suites;
  expect(testsuites.testsuite).toMatchObject({ "@_name": "v1.36/acme", "@_tests": "2", "@_failures": "1" });
  const [bad, mild] = testsuites.testsuite.testcase;
  expect(bad).toMatchObject({ "@_name": "A-001 A-001 holds.", failure: { "@_message": 'a < b & "c"]]>␇' } });
  expect(mild).toMatchObject({ "system-out": "v1.36/acme/PRODUCT.yaml:2:4: warn: it is wrong (do so)" });
  expect(mild).not.toHaveProperty("failure");
});

interface Suites {
  testsuites: { testsuite: { testcase: Record<string, unknown>[] } };
}

test("a rule that broke off is an error", () => {
  const outcome = outcomeOf("", []);
  const broken = [{ rule: "A-001", error: new Error("oops") }];
  const said = junit({ ...outcome, checked: outcome.checked.map((one) => ({ ...one, broken })) });
  expect(said).toContain('failures="0" errors="1"');
  expect(said).toContain('<error message="the rule broke off">Error: oops</error>');
});

test("what could not be read or asked is an error in a suite of its own", () => {
  const why = "the checklist of 1.36 is <gone>";
  const said = junit(outcomeOf("", [], { unread: [{ path: "v1.36/birch", why: "it is a link" }], unasked: [why] }));
  expect(XMLValidator.validate(said)).toBe(true);
  expect(said).toContain('<testsuite name="not checked" tests="2" failures="0" errors="2" skipped="0">');
  expect(said).toMatch(/name="v1.36\/birch"[^]*>it is a link<\/error>/);
  expect(said).toContain("the checklist of 1.36 is &lt;gone&gt;");
});

test("json has the findings as they are, and counts", () => {
  const one = finding();
  expect(JSON.parse(json(outcomeOf("", [one])))).toEqual({
    profile: "strict",
    version: "1.2.3",
    date: "2026-08-01",
    rules: ["A-001", "B-001"],
    unread: [],
    unasked: [],
    mended: [],
    unmended: [],
    counts: { error: 1, warn: 0, info: 0 },
    submissions: [
      {
        directory: "v1.36/acme",
        path: "v1.36/acme",
        minor: "1.36",
        product: "acme",
        counts: { error: 1, warn: 0, info: 0 },
        findings: [one],
        broken: [],
      },
    ],
  });
});
