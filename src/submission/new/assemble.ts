import type { Checklist, ChecklistItem } from "../../record/checklist.js";
import type { RunState } from "../../record/fold.js";
import { render } from "../../report/files.js";
import type { ReportSource } from "../../report/source.js";
import { parseChecklist } from "../../spec/parse.js";
import { PRODUCT } from "../document.js";
import { takesSuite } from "../evidence/suite.js";
import { answer, isRefusal, isShown, type Answer } from "./answer.js";
import type { HeldBundle } from "./bundle.js";
import { SubmissionRefused } from "./error.js";
import { evidenceOf, evidencePage, JUNIT, LOG, pageOf, RESULTS_JSON } from "./evidence.js";
import { CONFORMANCE_PAGE } from "./fields.js";
import { fillChecklist } from "./fill.js";
import type { Product } from "./product.js";
import { readme } from "./readme.js";

/** What a submission is made of. */
export interface Parts {
  /** A record that verified. */
  source: ReportSource;
  /** The programme's checklist of the run's minor, as its file. */
  checklist: Uint8Array;
  product: Product;
  /** The packed record, by path. */
  record: ReadonlyMap<string, Uint8Array>;
  bundle?: HeldBundle | undefined;
}

/** A submission as it will lie in its folder. */
export interface Assembled {
  minor: string;
  /** In the checklist's order. */
  answers: readonly (Answer & ChecklistItem)[];
  /** By path. */
  files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Makes a submission's files from a run.
 * @throws SubmissionRefused with each reason where the run does not carry one
 */
export function assemble({ source, checklist: bytes, product, record, bundle }: Parts): Assembled {
  const { state } = source;
  const checklist = parseChecklist(bytes, "the checklist");
  const { minor } = checklist;
  refuseStrange(state, checklist, product);
  const answers = answered(state, checklist, product);
  const shown = new Set(answers.filter(isShown).map(({ id }) => id));
  const requirements = state.requirements.filter(({ id }) => shown.has(id));
  // What PRODUCT.yaml does not stand on is no test of this submission: the programme refuses artifacts with a failed one.
  const cited = { ...source, state: { ...state, requirements } };
  const evidence = (one: Answer): string[] => [...(isShown(one) ? evidenceOf(one.id, minor) : []), ...one.links];
  const name = `${product.metadata.get("platformName")} ${product.metadata.get("platformVersion")}`;
  const paths = [...record.keys()];
  const files = new Map<string, string | Uint8Array>([
    [
      PRODUCT,
      fillChecklist(Buffer.from(bytes).toString("utf8"), {
        metadata: product.metadata,
        answers: new Map(answers.map((one) => [one.id, { ...one, evidence: evidence(one) }])),
      }),
    ],
    ["README.md", readme({ run: state, minor, product: name, answers, record: paths, bundle })],
    [JUNIT, render("junit", cited)],
    [RESULTS_JSON, render("gotest", cited)],
    [LOG, render("log", cited)],
    ...(takesSuite(minor) ? [] : requirements.map((one) => [pageOf(one.id), evidencePage(state, one)] as const)),
    ...record,
    ...(bundle ? [[bundle.path, bundle.bytes] as const] : []),
  ]);
  return { minor, answers, files: new Map([...files].map(([path, data]) => [path, Buffer.from(data)])) };
}

function answered(run: RunState, checklist: Checklist, product: Product): (Answer & ChecklistItem)[] {
  const given = checklist.requirements.map((item) => {
    const proven = run.requirements.find(({ id }) => id === item.id);
    return { item, answer: answer(run, { item, proven, addition: product.additions.get(item.id) }) };
  });
  const refused = given.flatMap(({ item, answer: one }) =>
    isRefusal(one) ? [`${item.level} ${item.id}: ${one.why}`] : [],
  );
  if (refused.length === 0)
    return given.flatMap(({ item, answer: one }) => (isRefusal(one) ? [] : [{ ...item, ...one }]));
  throw new SubmissionRefused(
    `the run carries no submission for ${checklist.minor}; of its requirements:`,
    refused,
    "`karat explain ID` tells what each takes; mend the platform or the product file, and run again",
  );
}

/** What does not belong together is refused before anything is said of single requirements. */
function refuseStrange({ checklist, cluster }: RunState, official: Checklist, product: Product): void {
  const { minor } = official;
  const reasons: string[] = [];
  if (checklist === undefined) reasons.push("the run was held against no checklist");
  else if (levels(checklist) !== levels(official))
    reasons.push(
      `the run was held against a checklist ${checklist.minor} whose ids and levels are not the programme's ${minor}`,
    );
  const tested = /^v?(\d+\.\d+)/.exec(cluster.version)?.[1] ?? cluster.version;
  if (tested !== minor) reasons.push(`the run was on Kubernetes ${tested}, and the checklist is of ${minor}`);
  const page = product.metadata.get("k8sConformanceUrl") ?? "";
  const certified = CONFORMANCE_PAGE.exec(page)?.[1];
  if (certified !== minor)
    reasons.push(
      `${product.at("metadata", "k8sConformanceUrl")}: it is the conformance of ${certified}, and the checklist is of ${minor}`,
    );
  const known = new Set(official.requirements.map(({ id }) => id));
  for (const id of product.additions.keys()) {
    if (!known.has(id)) reasons.push(`${product.at("requirements", id)}: checklist ${minor} has no requirement ${id}`);
  }
  if (reasons.length === 0) return;
  throw new SubmissionRefused(
    `this makes no submission for ${minor}:`,
    reasons,
    "`karat run` on the cluster, against its own minor",
  );
}

function levels({ minor, requirements }: Checklist): string {
  return JSON.stringify([minor, ...requirements.map(({ id, level }) => `${id} ${level}`).toSorted()]);
}
