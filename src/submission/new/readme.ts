import { requirementTest } from "../../report/names.js";
import { markdownText } from "../../report/markdown-text.js";
import { titleOf } from "../../report/words.js";
import type { RunState } from "../../record/fold.js";
import type { Level } from "../../record/checklist.js";
import { takesSuite } from "../evidence/suite.js";
import { isShown, type Answer } from "./answer.js";
import type { HeldBundle } from "./bundle.js";
import { JUNIT, LOG, pageOf, RESULTS_JSON } from "./evidence.js";

/** What the page tells of. */
export interface Told {
  run: RunState;
  minor: string;
  product: string;
  answers: readonly (Answer & { level: Level })[];
  /** Paths of the packed record, in order. */
  record: readonly string[];
  bundle?: HeldBundle | undefined;
}

/** README.md of a submission: what was proven how, how to judge it again, and what is only the vendor's word. */
export function readme(told: Told): string {
  const { run, minor, product, answers } = told;
  const { tool, cluster } = run;
  const vendor = answers.filter(({ by }) => by === "vendor");
  const people = answers.flatMap(({ id, human }) => (human === undefined ? [] : [`\`${id}\` ${text(human)}.`]));
  return [
    `# ${text(product)}: Kubernetes AI conformance ${minor}`,
    "",
    `karat ${text(tool.version)} tried this platform on ${text(run.startedAt.slice(0, 10))}, on Kubernetes ` +
      `${text(cluster.version)} (${text(cluster.platform)}), in run ${text(run.run)}. What is karat's word below was put ` +
      "to the test by controlled experiment: a control shows that the instrument works, a positive check that the feature does what it " +
      "says, a negative one that what must not happen does not.",
    "",
    "| Requirement | Level | Status | Whose word | Evidence |",
    "|---|---|---|---|---|",
    ...answers.map((one) => row(one, minor)),
    "",
    ...section(
      "To be looked at by a person",
      people.map((line) => `- ${line}`),
    ),
    ...section("The vendor's own claims", claims(vendor)),
    "## Judge it again",
    "",
    ...judging(told),
    "## Files",
    "",
    ...filesIn(told),
    "",
  ].join("\n");
}

function row(one: Told["answers"][number], minor: string): string {
  const { id, level, status, by, links } = one;
  const whose = { karat: `karat: \`${requirementTest(id)}\``, vendor: "the vendor's", nobody: "not proven" }[by];
  const own = takesSuite(minor) ? `[junit.xml](${JUNIT})` : `[page](${pageOf(id)})`;
  const named = links.map((link, index) => `[link ${index + 1}](<${address(link)}>)`);
  const evidence = [...(isShown(one) ? [own] : []), ...named].join(", ");
  return `| ${text(titleOf(id))} | ${level} | ${status} | ${whose} | ${evidence} |`;
}

function claims(vendor: Told["answers"]): string[] {
  if (vendor.length === 0) return [];
  return [
    "karat has not proven these. The evidence is what the vendor names:",
    "",
    ...vendor.map(({ id, status }) => `- \`${id}\`: ${status}`),
  ];
}

function judging({ run, record, bundle }: Told): string[] {
  const [first = ""] = record;
  const unpack = record.length === 1 ? `base64 -d ${first}` : `cat ${record.join(" ")} | base64 -d`;
  return [
    "The whole record of the run is here: every observation as the cluster served it, chained by hash. karat runs its judges " +
      `on it again and compares each verdict; the record's root hash is \`${text(run.rootHash)}\`.`,
    "",
    "```console",
    `$ karat verify ${first}`,
    ...(bundle ? [`$ karat verify ${first} ${SIGNED_BY[bundle.signer]}`] : []),
    "```",
    "",
    "Without karat it unpacks as a gzipped tar archive in base64:",
    "",
    "```console",
    `$ mkdir record && ${unpack} | tar xz -C record`,
    "```",
    "",
  ];
}

/** The bundle beside the record is found by its name; whose key or name is believed, the reader says. */
const SIGNED_BY = { key: "--key vendor.pub", identity: "--identity NAME --issuer URL" } as const;

function filesIn({ answers, minor, record, bundle }: Told): string[] {
  const pages = answers.filter(isShown).map(({ id }) => pageOf(id));
  return [
    "- `PRODUCT.yaml`: the checklist, filled in",
    `- \`${JUNIT}\`, \`${RESULTS_JSON}\`, \`${LOG}\`: the tests that PRODUCT.yaml stands on, under the programme's names`,
    ...(takesSuite(minor) ? [] : pages.map((page) => `- \`${page}\`: what was done and seen`)),
    `- ${record.map((path) => `\`${path}\``).join(", ")}: the whole record, what failed or stayed open included`,
    ...(bundle ? [`- \`${bundle.path}\`: signed statements about the record (in-toto, DSSE)`] : []),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines, ""];
}

/** Nothing that ends a link's destination (CommonMark 6.3) or a cell. */
function address(link: string): string {
  return new URL(link).href.replace(/[<>|\\`]/g, (character) => encodeURIComponent(character));
}

function text(value: string): string {
  return markdownText(value, 500);
}
