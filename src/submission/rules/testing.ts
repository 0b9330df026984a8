import { isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { PRODUCT, type Claim, type Located, type ProductDocument } from "../document.js";
import type { Finding, Place } from "../finding.js";
import type { Context, Rule, SectionedChecklist } from "../rule.js";
import type { Submission, SubmittedFile } from "../submission.js";
import { entriesOf, keyOf, pairsOf } from "./nodes.js";

export function submitted(text: string, { directory = "v1.36/acme", files = {} }: Given = {}): Submission {
  const [version = "", product = ""] = directory.split("/");
  const minor = /^v(\d+\.\d+)$/.exec(version)?.[1];
  const all = Object.entries<string | Omit<SubmittedFile, "path">>({ [PRODUCT]: text, ...files }).map(
    ([path, content]): [string, SubmittedFile] => {
      if (typeof content !== "string") return [path, { path, ...content }];
      return [path, { path, kind: "file", size: Buffer.byteLength(content), bytes: Buffer.from(content) }];
    },
  );
  return { directory, ...(minor && { minor }), product, document: documentOf(text), files: new Map(all) };
}

export interface Given {
  directory?: string;
  files?: Record<string, string | Omit<SubmittedFile, "path">>;
}

function documentOf(text: string): ProductDocument {
  const lineCounter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "silent", uniqueKeys: false });
  const place = (offset: number) => {
    const { line, col: column } = lineCounter.linePos(offset);
    return { line, column };
  };
  const at = (start: number, end = start): Place => ({ file: PRODUCT, ...place(start), end: place(end) });
  const base = { text, yaml, metadata: new Map(), claims: [], at };
  const located = (node: unknown): Located<string> | undefined =>
    isScalar(node) && node.range
      ? {
          value: typeof node.value === "string" ? node.value : (node.source ?? ""),
          place: at(node.range[0], node.range[1]),
        }
      : undefined;
  const metadata = new Map<string, Located<string>>();
  for (const pair of pairsOf(base, "metadata")) {
    const value = located(pair.value);
    if (value) metadata.set(keyOf(pair) ?? "", value);
  }
  const claims = [...entriesOf(base)].map(({ category, map }): Claim => {
    const text = (key: string) => {
      const node = map.get(key, true);
      return isScalar(node) && typeof node.value === "string" ? located(node) : undefined;
    };
    const list = map.get("evidence", true);
    const evidence = isSeq(list) ? list.items.flatMap((item) => located(item) ?? []) : [];
    const parts = ["id", "description", "level", "status", "notes"].flatMap((key) =>
      text(key) ? [[key, text(key)]] : [],
    );
    return { category, evidence, place: at(map.range?.[0] ?? 0, map.range?.[1]), ...Object.fromEntries(parts) };
  });
  return { ...base, metadata, claims };
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

/** A submission that no rule says anything of. */
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
