import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { junit } from "./junit.js";
import { sampleSource } from "./testing.js";
import { HOSTILE, hostileSample } from "./testing-hostile.js";
import { sampleRun } from "./testing-run.js";

interface Case {
  "@name": string;
  "@time": string;
  "@classname": string;
  failure?: { "@message": string };
  error?: { "@message": string; "@type": string };
  skipped?: { "@message": string };
}
interface Suite {
  "@name": string;
  "@tests": string;
  "@failures": string;
  "@errors": string;
  "@skipped": string;
  testcase: Case[];
}

function parse(xml: string): { suites: Suite[]; cases: Map<string, Case>; root: Record<string, string> } {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    isArray: (name) => ["testsuite", "testcase", "property"].includes(name),
    parseAttributeValue: false,
  });
  const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: Suite[] } & Record<string, string> };
  const suites = testsuites.testsuite;
  return { suites, root: testsuites, cases: new Map(suites.flatMap((s) => s.testcase).map((c) => [c["@name"], c])) };
}

describe("junit.xml", () => {
  const { suites, cases, root } = parse(junit(sampleSource(sampleRun())));

  test("has a suite a requirement, with the programme's test and one case a check", () => {
    expect(suites.map((suite) => suite["@name"])).toEqual([
      "dra_support",
      "secure_accelerator_access",
      "gang_scheduling",
    ]);
    expect([...cases.keys()].slice(5, 9)).toEqual([
      "TestSecureAcceleratorAccess",
      "TestSecureAcceleratorAccess/granted",
      "TestSecureAcceleratorAccess/unrequested",
      "TestSecureAcceleratorAccess/disjoint",
    ]);
  });

  test("says pass, failure, error and skipped for what they are", () => {
    const outcome = (name: string) => {
      const { failure, error, skipped } = cases.get(name) ?? {};
      return [failure && "failure", error && "error", skipped && "skipped"].filter(Boolean);
    };
    expect(outcome("TestSecureAcceleratorAccess")).toEqual([]);
    expect(outcome("TestGangScheduling")).toEqual(["failure"]);
    expect(outcome("TestGangScheduling/all-or-nothing")).toEqual(["failure"]);
    expect(outcome("TestGangScheduling/two-gangs")).toEqual(["error"]);
    expect(outcome("TestGangScheduling/kueue")).toEqual(["skipped"]);
    expect(cases.get("TestGangScheduling/all-or-nothing")?.failure?.["@message"]).toContain("saw 3 of 4 bound");
  });

  test("counts what it holds", () => {
    expect(root).toMatchObject({ "@tests": "14", "@failures": "2", "@errors": "1", "@skipped": "1" });
    for (const suite of suites) expect(suite.testcase).toHaveLength(Number(suite["@tests"]));
    expect(cases.get("TestGangScheduling/all-or-nothing")?.["@time"]).toBe("13.800");
  });

  test("shows a verdict that it does not know as an error", () => {
    const source = sampleSource(sampleRun());
    const requirements = source.state.requirements.map((one) => ({ ...one, verdict: "PASS" as "pass" }));
    const { cases } = parse(junit({ ...source, state: { ...source.state, requirements } }));
    expect(cases.get("TestDraSupport")?.error?.["@type"]).toBe("inconclusive");
  });

  test.each(HOSTILE.map((text) => [text.slice(0, 40), text]))("stays well-formed with %j everywhere", (_, text) => {
    const { suites, cases } = parse(junit(sampleSource(hostileSample(text))));
    expect(suites).toHaveLength(3);
    expect(cases.size).toBe(14);
  });
});
