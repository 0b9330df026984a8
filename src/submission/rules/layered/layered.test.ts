import { expect, test } from "vitest";
import type { Context } from "../../rule.js";
import type { Submission } from "../../submission.js";
import { findings, submitted } from "../testing.js";
import { layered } from "./index.js";

function found(submission: Submission, context: Partial<Context> = {}): string[] {
  return layered.flatMap((rule) =>
    findings(rule, submission, context).map((finding) => `${finding.rule} ${finding.place.line} ${finding.message}`),
  );
}

interface Told {
  readme?: string;
  notes?: string;
  base?: string;
  evidence?: string;
  vendor?: string;
}

function product(directory: string, told: Told = {}): Submission {
  const { readme = "", notes = "", base = "v1.36/giant", evidence = "https://acme.io/x", vendor = "Acme" } = told;
  const text = `metadata:
  vendorName: ${vendor}
  k8sConformanceUrl: https://github.com/cncf/k8s-conformance/tree/master/${base}
spec:
  x:
    - id: gang_scheduling
      description: "At the virtualization layer, or layered."
      status: Implemented
      evidence: [${evidence}]
      notes: ${JSON.stringify(notes)}
`;
  return submitted(text, { directory, files: readme === "" ? {} : { "README.md": readme } });
}

const GIANT = product("v1.36/giant", { vendor: "Giant", evidence: "https://giant.io/x" });
const WHOLE: Told = {
  readme: "A layered product. Base platform: Giant v1.36. It replaces the scheduler.",
  notes: "Layer: ours, Kueue.",
};

test("a product that stands on nobody's is not spoken of, the checklist's own words notwithstanding", () => {
  expect(found(product("v1.36/acme", { base: "v1.36/acme" }))).toEqual([]);
  expect(found(product("v1.36/acme", { base: "v1.36/acme-kubernetes" }), { others: [GIANT] })).toEqual([]);
});

test("a whole layered product raises nothing", () => {
  expect(found(product("v1.36/acme", WHOLE), { others: [GIANT] })).toEqual([]);
});

test("one that stands on another vendor's has to say so, by what it is and what it adds", () => {
  expect(found(product("v1.36/acme"), { others: [GIANT] })).toEqual([
    "LAYER-001 3 a layered product, without the name and version of what it stands on",
    "LAYER-002 10 the notes of gang_scheduling do not say which layer owns it",
    "LAYER-003 1 a layered product that does not say what it contributes itself",
  ]);
});

test("the base's own evidence and a base of another minor are told", () => {
  const told = { ...WHOLE, evidence: "https://giant.io/x", base: "v1.35/giant" };
  const older = product("v1.35/giant", { vendor: "Giant", evidence: "https://giant.io/x" });
  expect(found(product("v1.36/acme", told), { others: [older] })).toEqual([
    "LAYER-004 9 evidence of gang_scheduling is that of v1.35/giant",
    "LAYER-005 3 the base's conformance is for 1.35, and this is for 1.36",
    "LAYER-005 3 giant is AI conformant for 1.35 only, as far as is here",
  ]);
});
