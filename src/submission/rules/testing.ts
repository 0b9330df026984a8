import { PRODUCT } from "../document.js";
import type { Finding } from "../finding.js";
import { readDocument } from "../read-document.js";
import type { Context, Rule, SectionedChecklist } from "../rule.js";
import type { Submission, SubmittedFile } from "../submission.js";

/** A submission of a text, and of other files if there are any; without bytes where none are given. */
export function submitted(text: string, { directory = "v1.36/acme", files = {} }: Given = {}): Submission {
  const [version = "", product = ""] = directory.split("/");
  const minor = /^v(\d+\.\d+)$/.exec(version)?.[1];
  const given = { [PRODUCT]: text, ...files };
  const all = Object.entries<string | Omit<SubmittedFile, "path">>(given).map(
    ([path, content]): [string, SubmittedFile] => {
      if (typeof content !== "string") return [path, { path, ...content }];
      return [path, { path, kind: "file", size: Buffer.byteLength(content), bytes: Buffer.from(content) }];
    },
  );
  const document = readDocument(new Map(all).get(PRODUCT)?.bytes);
  return { directory, ...(minor !== undefined && { minor }), product, document, files: new Map(all) };
}

export interface Given {
  directory?: string;
  files?: Record<string, string | Omit<SubmittedFile, "path">>;
}

/** What a rule says of a submission: LINE:COLUMN of each finding, or its whole. */
export function findings(rule: Rule, submission: Submission, context: Partial<Context> = {}): Finding[] {
  return [...rule.check(submission, { today: "2026-08-01", ...context })];
}

/** LINE:COLUMN and the message. */
export function lines(found: readonly Finding[]): string[] {
  return found.map(({ place, message }) => `${place.line}:${place.column} ${message}`);
}

/** The text with the findings' edits, the last first. */
export function mended(text: string, found: readonly Finding[]): string {
  return found
    .flatMap(({ edit }) => edit ?? [])
    .toSorted((a, b) => b.range[0] - a.range[0])
    .reduce((before, { range, text: by }) => before.slice(0, range[0]) + by + before.slice(range[1]), text);
}

/** A checklist with a wording of these tests' own. */
export const CHECKLIST: SectionedChecklist = {
  minor: "1.36",
  sections: [
    {
      name: "accelerators",
      requirements: [{ id: "gpu_sharing", level: "SHOULD", wording: "One test may share what another has." }],
    },
    {
      name: "schedulingOrchestration",
      requirements: [
        { id: "gang_scheduling", level: "MUST", wording: "All tests start, or none does." },
        { id: "cluster_autoscaling", level: "MUST", wording: "If tests wait, more room is made." },
        { id: "pod_autoscaling", level: "MUST", wording: "If tests are slow, there are more of them." },
      ],
    },
  ],
};

/** The same as the programme's file would have it: JSON is YAML. */
export const CHECKLIST_FILE = JSON.stringify({
  metadata: { kubernetesVersion: `v${CHECKLIST.minor}` },
  spec: Object.fromEntries(
    CHECKLIST.sections.map(({ name, requirements }) => [
      name,
      requirements.map(({ wording, ...about }) => ({ ...about, description: wording })),
    ]),
  ),
});

/** A submission that answers this checklist, and that no rule says anything of but that no bundle is there. */
export const CLEAN = `# A submission for tests
metadata:
  kubernetesVersion: v1.36
  platformName: "Acme Kubernetes"
  platformVersion: "2.4.1"
  vendorName: "Acme"
  websiteUrl: "https://acme.io/"
  repoUrl: "https://github.com/acme/acme"
  documentationUrl: "https://docs.acme.io/"
  productLogoUrl: "https://acme.io/logo.svg"
  description: "Runs what it is given."
  contactEmailAddress: "conformance@acme.io"
  k8sConformanceUrl: "https://github.com/cncf/k8s-conformance/tree/master/v1.36/acme"

spec:
  accelerators:
    - id: gpu_sharing
      description: "One test may share what another has."
      level: SHOULD
      status: "Implemented"
      evidence: ["https://docs.acme.io/sharing"]
      notes: ""
  schedulingOrchestration:
    - id: gang_scheduling
      description: "All tests start, or none does."
      level: MUST
      status: "Implemented"
      evidence:
        - "https://docs.acme.io/gangs"
      notes: "Kueue 0.14 admitted three pods at once and none of four."
    - id: cluster_autoscaling
      description: "If tests wait, more room is made."
      level: MUST
      status: "Implemented"
      evidence: ["https://docs.acme.io/nodes"]
      notes: ""
    - id: pod_autoscaling
      description: "If tests are slow, there are more of them."
      level: MUST
      status: "Implemented"
      evidence: ["https://docs.acme.io/pods"]
      notes: ""
`;

/** The clean submission with one part written otherwise. */
export function altered(from: string, to: string): string {
  if (CLEAN.split(from).length !== 2) throw new Error(`${from} does not stand there once`);
  return CLEAN.replace(from, () => to);
}
