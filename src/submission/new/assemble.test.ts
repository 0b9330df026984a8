import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { parse } from "yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VERDICTS, type Verdict } from "../../record/verdict.js";
import { requirementTest } from "../../report/names.js";
import { readSource } from "../../report/source.js";
import { parseChecklist } from "../../spec/parse.js";
import { compatRules } from "../compat/index.js";
import { versionNamed } from "../compat/version.js";
import { RULES } from "../rules/index.js";
import { submitted } from "../rules/testing.js";
import { assemble, type Assembled } from "./assemble.js";
import { bundleFile, type HeldBundle } from "./bundle.js";
import { SubmissionRefused } from "./error.js";
import { parseProduct } from "./product.js";
import { CHECKLIST_FILE, PRODUCT_FILE, TEST_CHECKLIST, testRun } from "./testing.js";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-new-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const IDS = TEST_CHECKLIST.requirements.map(({ id }) => id);
const PASSED: Record<string, Verdict> = Object.fromEntries(IDS.map((id) => [id, "pass"]));
const NO_RECORD = new Map([["karat/record.txt", Buffer.from("x")]]);

interface Made {
  verdicts?: Record<string, Verdict>;
  product?: string;
  checklist?: string;
  ran?: string;
  bundle?: HeldBundle;
}
function make(made: Made = {}): Assembled {
  const { verdicts = PASSED, product = PRODUCT_FILE, checklist = CHECKLIST_FILE, ran = checklist, bundle } = made;
  const dir = testRun(mkdtempSync(join(base, "run-")) + "/run", verdicts, parseChecklist(Buffer.from(ran), "test"));
  const parts = {
    source: readSource(dir),
    checklist: Buffer.from(checklist),
    product: parseProduct(product, "p.yaml"),
  };
  return assemble({ ...parts, record: NO_RECORD, bundle });
}
const refusal = (made: Made): SubmissionRefused => {
  try {
    make(made);
  } catch (error) {
    if (error instanceof SubmissionRefused) return error;
    throw error;
  }
  throw new Error("it was not refused");
};
const textOf = ({ files }: Assembled, path: string): string => Buffer.from(files.get(path) ?? []).toString("utf8");
const claims = (made: Assembled) => {
  const { spec } = parse(textOf(made, "PRODUCT.yaml")) as {
    spec: Record<string, { id: string; status: string; evidence: string[]; notes: string }[]>;
  };
  return Object.values(spec).flat();
};
/** Outcomes by test, as junit.xml has them. */
function outcomes(made: Assembled): Map<string, string> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => name.startsWith("test"),
  });
  const { testsuites } = parser.parse(textOf(made, "results/junit.xml")) as {
    testsuites: { testsuite?: { testcase: Record<string, unknown>[] }[] }[];
  };
  const cases = testsuites.flatMap(({ testsuite = [] }) => testsuite.flatMap(({ testcase }) => testcase));
  return new Map(
    cases.map((one) => [
      String(one["name"]),
      "failure" in one || "error" in one ? "fail" : "skipped" in one ? "skip" : "pass",
    ]),
  );
}
/** What the rules of the strict profile hold against it, and the programme's validator. */
function broken(made: Assembled, checklist: string): string[] {
  const { "PRODUCT.yaml": product = "", ...files } = Object.fromEntries(
    [...made.files.keys()].map((path) => [path, textOf(made, path)]),
  );
  const submission = submitted(product, { directory: `v${made.minor}/testers`, files });
  const { spec } = parse(checklist) as {
    spec: Record<string, { id: string; level: "MUST" | "SHOULD"; description: string }[]>;
  };
  const sections = Object.entries(spec).map(([name, all]) => ({
    name,
    requirements: all.map(({ id, level, description }) => ({ id, level, wording: description })),
  }));
  const context = { today: "2026-10-01", checklist: { minor: made.minor, sections } };
  const found = [...RULES, ...compatRules(versionNamed())].flatMap((rule) => [...rule.check(submission, context)]);
  return [...new Set(found.map(({ rule, severity }) => `${rule} ${severity}`))].toSorted();
}
const older = CHECKLIST_FILE.replace("v1.37", "v1.36");
const olderProduct = PRODUCT_FILE.replace("v1.37", "v1.36");

describe("a submission", () => {
  test("of a run in which all passed has every requirement Implemented, by tests that are there and passed", () => {
    const made = make();
    const tests = outcomes(made);
    for (const { id, status, evidence } of claims(made)) {
      expect(status).toBe("Implemented");
      expect(evidence).toEqual([
        `file://results/junit.xml#${requirementTest(id)}`,
        `file://results/results.json#${requirementTest(id)}`,
        "file://results/e2e.log",
      ]);
      expect(tests.get(requirementTest(id))).toBe("pass");
      expect(textOf(made, "results/e2e.log")).toMatch(new RegExp(`^--- PASS: ${requirementTest(id)} `, "m"));
      expect(textOf(made, "results/results.json")).toContain(
        `"Action":"pass","Package":"karat","Test":"${requirementTest(id)}"`,
      );
    }
  });

  test("of an older minor stands on pages and files by their paths", () => {
    const made = make({ checklist: older, product: olderProduct });
    for (const { id, evidence } of claims(made)) {
      expect(evidence).toEqual([`results/${id}.md`, "results/junit.xml"]);
      for (const path of evidence) expect(made.files.has(path)).toBe(true);
      expect(textOf(made, `results/${id}.md`)).toContain("Server version v1.36.2");
    }
  });

  test("names every file in its README", () => {
    for (const made of [make(), make({ checklist: older, product: olderProduct })]) {
      const readme = textOf(made, "README.md");
      for (const path of made.files.keys()) if (path !== "README.md") expect(readme).toContain(`\`${path}\``);
    }
  });

  test("holds no failed test: what a SHOULD lacks stands in PRODUCT.yaml and the record", () => {
    const made = make({ verdicts: { ...PASSED, gpu_sharing: "fail", driver_runtime_management: "inconclusive" } });
    expect([...outcomes(made).values()]).not.toContain("fail");
    expect(textOf(made, "results/results.json")).not.toContain('"Action":"fail"');
    expect(textOf(made, "results/e2e.log")).toMatch(/judged fail: /);
    expect(claims(made).slice(0, 2)).toMatchObject([
      { status: "Not Implemented", evidence: [] },
      { status: "Not Implemented", evidence: [] },
    ]);
  });

  test("tells the vendor's claims from what was proven", () => {
    const verdicts = { gang_scheduling: "pass", cluster_autoscaling: "n/a" } as const;
    const product = `${PRODUCT_FILE}requirements: { gpu_sharing: { status: Implemented, evidence: [https://docs.testers.io/x] } }`;
    const made = make({ verdicts, product });
    expect(claims(made)).toMatchObject(
      [
        {
          id: "gpu_sharing",
          status: "Implemented",
          evidence: ["https://docs.testers.io/x"],
          notes: /^The vendor's own claim/,
        },
        { status: "Not Implemented" },
        { status: "Implemented" },
        { status: "N/A", notes: /^Does not apply, by the proof in the record/ },
      ].map((one) => ("notes" in one ? { ...one, notes: expect.stringMatching(one.notes) as string } : one)),
    );
    expect(textOf(made, "README.md")).toContain("## The vendor's own claims");
    expect(textOf(made, "README.md")).toMatch(
      /## To be looked at by a person\n\n- `cluster_autoscaling` is a MUST where/,
    );
  });

  test("breaks no rule of the strict profile, nor the programme's own", () => {
    // The made-up run is older than its Kubernetes, and nobody signed it.
    const madeUp = ["EVID-010 warn", "SIGN-001 warn"];
    const product = `${PRODUCT_FILE}requirements: { gpu_sharing: { status: Implemented, evidence: [https://docs.testers.io/x] } }`;
    const verdicts = { gang_scheduling: "pass", cluster_autoscaling: "n/a" } as const;
    expect(broken(make(), CHECKLIST_FILE)).toEqual(madeUp);
    expect(broken(make({ checklist: older, product: olderProduct }), older)).toEqual(madeUp);
    // That the vendor's claim stands on a page alone, and that a person must read the reason of a MUST that is N/A.
    const doubtful = ["EVID-007 warn", ...madeUp, "SPEC-007 warn"];
    expect(broken(make({ verdicts, product }), CHECKLIST_FILE)).toEqual(doubtful);
  });

  test("is signed as a record: its own results, without what failed, are not the run's", () => {
    const subject = [{ name: "junit.xml", digest: { sha256: "0".repeat(64) } }];
    const payload = Buffer.from(JSON.stringify({ subject })).toString("base64");
    const bundle = bundleFile("key", Buffer.from(`${JSON.stringify({ payload })}\n`));
    const made = make({ verdicts: { ...PASSED, gpu_sharing: "fail" }, bundle });
    expect(broken(made, CHECKLIST_FILE)).toEqual(["EVID-010 warn"]);
    expect(textOf(made, "README.md")).toContain("$ karat verify karat/record.txt --key vendor.pub");
  });

  test("is the same each time", () => {
    const dir = testRun(join(base, "run"), PASSED);
    const parts = {
      checklist: Buffer.from(CHECKLIST_FILE),
      product: parseProduct(PRODUCT_FILE, "p"),
      record: NO_RECORD,
    };
    expect(assemble({ source: readSource(dir), ...parts })).toEqual(assemble({ source: readSource(dir), ...parts }));
  });

  test("never claims what did not pass", () => {
    const verdict = fc.option(fc.constantFrom(...VERDICTS), { nil: undefined });
    fc.assert(
      fc.property(fc.tuple(...IDS.map(() => verdict)), (chosen) => {
        const verdicts = Object.fromEntries(
          IDS.flatMap((id, index) => (chosen[index] === undefined ? [] : [[id, chosen[index]] as const])),
        );
        let made: Assembled;
        try {
          made = make({ verdicts });
        } catch (error) {
          if (!(error instanceof SubmissionRefused)) throw error;
          return;
        }
        const tests = outcomes(made);
        for (const { id, status } of claims(made)) {
          if (status === "Implemented")
            expect([verdicts[id], tests.get(requirementTest(id))]).toEqual(["pass", "pass"]);
          if (status === "N/A") expect([verdicts[id], tests.get(requirementTest(id))]).toEqual(["n/a", "skip"]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("a run is refused", () => {
  test("with every MUST that did not pass, and why", () => {
    const { reasons } = refusal({
      verdicts: { gang_scheduling: "fail", cluster_autoscaling: "skip", gpu_sharing: "fail" },
    });
    expect(reasons).toEqual([
      expect.stringMatching(/^MUST gang_scheduling: fail: gang_scheduling\/feature/),
      expect.stringMatching(/^MUST cluster_autoscaling: skip: /),
    ]);
  });

  test("when a MUST was never tried", () => {
    const { reasons } = refusal({ verdicts: { gang_scheduling: "pass" } });
    expect(reasons).toEqual(["MUST cluster_autoscaling: inconclusive: the run had no check of it"]);
  });

  test("against another checklist than the programme's", () => {
    const ran = CHECKLIST_FILE.replace(/MUST/g, "SHOULD");
    expect(refusal({ ran }).reasons[0]).toMatch(/ids and levels are not the programme's 1.37/);
  });

  test("on another minor than the checklist's", () => {
    const dir = testRun(join(base, "run"), PASSED);
    const source = readSource(dir);
    const state = { ...source.state, cluster: { ...source.state.cluster, version: "v1.36.1-gke.100" } };
    const parts = {
      checklist: Buffer.from(CHECKLIST_FILE),
      product: parseProduct(PRODUCT_FILE, "p"),
      record: NO_RECORD,
    };
    expect(() => assemble({ source: { ...source, state }, ...parts })).toThrow(
      /was on Kubernetes 1.36, and the checklist/,
    );
  });

  test("with a product file that speaks of another minor, or of what is in no checklist", () => {
    const product = `${olderProduct}requirements: { nothing: {} }`;
    expect(refusal({ product }).reasons).toEqual([
      expect.stringMatching(/^p.yaml:10:22: it is the conformance of 1.36/),
      expect.stringMatching(/^p.yaml:11:26: checklist 1.37 has no requirement nothing/),
    ]);
  });
});
