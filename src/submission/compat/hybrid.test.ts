import { describe, expect, test } from "vitest";
import { CHECKLIST, CLEAN, submitted } from "../rules/testing.js";
import { validate } from "./validate.js";
import { versionNamed } from "./version.js";

const DIRECTORY = "v1.37/acme";
const evidence = (...links: string[]): string =>
  CLEAN.replace('- "https://docs.acme.io/gangs"', links.map((link) => `- ${JSON.stringify(link)}`).join("\n        "));
const lines = (text: string, files: Record<string, string> = {}, version = versionNamed()): string[] =>
  validate(submitted(text, { directory: DIRECTORY, files }), CHECKLIST, version).errors.map(({ message }) => message);
const junit = (...cases: string[]): string => `<testsuites><testsuite>${cases.join("")}</testsuite></testsuites>`;
const passed = (name: string, inner = ""): string => `<testcase name="${name}" time="9">${inner}</testcase>`;
const GANGS = junit(passed("TestGangScheduling"));

describe("since results of tests are evidence", () => {
  test.each(["junit.xml", "file://junit.xml", "file:///junit.xml#TestGangScheduling", "file://v1.37/acme/junit.xml"])(
    "%s is a file of the folder",
    (link) => expect(lines(evidence(link), { "junit.xml": GANGS })).toEqual([]),
  );

  test.each([
    ["file://", "Invalid evidence file for 'gang_scheduling': file:// (empty file path)"],
    [
      "../x.md",
      "Invalid evidence file for 'gang_scheduling': ../x.md (path \"../x.md\" escapes the product directory v1.37/acme)",
    ],
    [
      "v1.36/acme/x.md",
      "Invalid evidence file for 'gang_scheduling': v1.36/acme/x.md (path \"v1.36/acme/x.md\" references a different product directory; evidence must live in v1.37/acme)",
    ],
    ["file://x.md#a", "Invalid evidence file for 'gang_scheduling': file://x.md#a (not found at v1.37/acme/x.md)"],
  ])("%s is not", (link, line) => expect(lines(evidence(link))).toEqual([line]));

  test.each([
    [
      "junit.xml",
      junit(passed("TestOther")),
      "Test 'TestGangScheduling' referenced by 'gang_scheduling' was not found in junit.xml",
    ],
    [
      "file://junit.xml#TestMine",
      GANGS,
      "Test 'TestMine' referenced by 'gang_scheduling' was not found in file://junit.xml",
    ],
    [
      "junit.xml",
      junit(passed("TestGangScheduling", "<skipped/>")),
      "Requirement 'gang_scheduling' is Implemented but test 'TestGangScheduling' was skipped in junit.xml",
    ],
  ])("%s is asked for the requirement's test", (link, report, line) => {
    expect(lines(evidence(link), { "junit.xml": report })).toEqual([line]);
  });

  test("a failed test is told once for the artifact, and where it is asked for", () => {
    const report = junit(passed("TestGangScheduling"), passed("TestB", "<failure/>"), passed("TestA/x", "<error/>"));
    expect(lines(evidence("junit.xml", "file://junit.xml#TestA"), { "junit.xml": report })).toEqual([
      "Test artifact junit.xml contains failing tests: TestA/x, TestB",
      "Test 'TestA' referenced by 'gang_scheduling' failed in file://junit.xml",
    ]);
  });

  test("an artifact that cannot be read is told once", () => {
    expect(lines(evidence("e2e.log", "file://e2e.log#TestA"), { "e2e.log": "no results" })).toEqual([
      expect.stringMatching(/^Invalid test artifact for 'gang_scheduling': e2e.log \(/),
    ]);
  });

  test("a test without a line of its own is what its parts are", () => {
    const report = junit(passed("TestGangScheduling/a"), passed("TestGangScheduling/b", "<skipped/>"));
    expect(lines(evidence("junit.xml"), { "junit.xml": report })).toEqual([]);
  });

  test("other files are only looked for", () => {
    expect(lines(evidence("install.log"), { "install.log": "--- FAIL: TestA" })).toEqual([]);
  });

  test("a MUST with a condition may be N/A with a reason", () => {
    const absent = (notes: string) =>
      CLEAN.replace(
        /(id: cluster_autoscaling[^]*?status: )"Implemented"([^]*?notes: )""/,
        (_, a, b) => `${a}"N/A"${b}"${notes}"`,
      );
    expect(lines(absent("There is none."))).toEqual([]);
    expect(lines(absent(" "))).toEqual(["Notes required for 'cluster_autoscaling' when status is N/A"]);
    const partly = CLEAN.replace(/(id: cluster_autoscaling[^]*?status: )"Implemented"/, '$1"Not Implemented"');
    expect(lines(partly)).toEqual([
      "Requirement 'cluster_autoscaling' is MUST level but status is 'Not Implemented'. It must be 'Implemented', or 'N/A' with a justification in notes.",
    ]);
  });
});

test("an older minor is judged by the validator that there was, unless another is named", () => {
  const submission = submitted(evidence("file://junit.xml"), {
    directory: "v1.36/acme",
    files: { "junit.xml": GANGS },
  });
  expect(validate(submission, CHECKLIST, versionNamed()).errors).toHaveLength(1);
  expect(validate(submission, CHECKLIST, versionNamed("pr-141")).errors).toEqual([]);
});
