import { describe, expect, test } from "vitest";
import type { Rule } from "../../rule.js";
import { altered, CHECKLIST, CLEAN, findings, lines, mended, submitted } from "../testing.js";
import { allAnswered } from "./all-answered.js";
import { conditionAbsent } from "./condition-absent.js";
import { entryIncoherent } from "./entry-incoherent.js";
import { evidenceMissing } from "./evidence-missing.js";
import { implementedDenied } from "./implemented-denied.js";
import { spec } from "./index.js";
import { levelDiffers } from "./level-differs.js";
import { mustUnmet } from "./must-unmet.js";
import { notesCopied } from "./notes-copied.js";
import { nothingAdded } from "./nothing-added.js";
import { reasonDoubtful } from "./reason-doubtful.js";
import { statusUnknown } from "./status-unknown.js";
import { wordingDiffers } from "./wording-differs.js";

const found = (rule: Rule, text: string) => findings(rule, submitted(text), { checklist: CHECKLIST });

/** The answers to one requirement, written otherwise. */
function answer(
  id: string,
  { status, notes, evidence }: { status?: string; notes?: string; evidence?: string },
): string {
  const at = CLEAN.indexOf(`- id: ${id}`);
  let changed = CLEAN.slice(at);
  if (status !== undefined) changed = changed.replace('status: "Implemented"', `status: "${status}"`);
  if (evidence !== undefined) changed = changed.replace(/evidence: *(\[.*\]|\n +- .*)/, `evidence: ${evidence}`);
  if (notes !== undefined) changed = changed.replace(/notes: ".*"/, `notes: ${JSON.stringify(notes)}`);
  return CLEAN.slice(0, at) + changed;
}

const REASON =
  "Machines are racked by hand here, so there is no node group that anything could make larger or smaller.";

test("a clean file is told nothing", () => {
  for (const rule of spec) expect(lines(found(rule, CLEAN))).toEqual([]);
});

describe.each<[Rule, [string, string, string[]][]]>([
  [
    allAnswered,
    [
      [
        "an entry that is missing",
        CLEAN.replace(/ {4}- id: cluster_autoscaling[^]*?notes: ""\n/, ""),
        ["23:3 schedulingOrchestration lacks cluster_autoscaling"],
      ],
      [
        "a category that is missing",
        CLEAN.replace(/ {2}accelerators:[^]*?notes: ""\n/, ""),
        ["15:1 spec lacks the category accelerators with gpu_sharing"],
      ],
      [
        "an entry in another category",
        CLEAN.replace(/ {2}schedulingOrchestration:\n/, ""),
        [
          "23:11 gang_scheduling stands under accelerators, and belongs to schedulingOrchestration",
          "30:11 cluster_autoscaling stands under accelerators, and belongs to schedulingOrchestration",
          "36:11 pod_autoscaling stands under accelerators, and belongs to schedulingOrchestration",
        ],
      ],
    ],
  ],
  [
    nothingAdded,
    [
      [
        "an id by another spelling",
        altered("id: gang_scheduling", "id: Gang-Scheduling"),
        ["24:11 the checklist has no requirement Gang-Scheduling"],
      ],
      [
        "an id of nobody",
        altered("id: gang_scheduling", "id: time_travel"),
        ["24:11 the checklist has no requirement time_travel"],
      ],
      [
        "an id that stands twice",
        altered("id: cluster_autoscaling", "id: gang_scheduling"),
        ["31:11 gang_scheduling stands twice: in line 24 and here, under schedulingOrchestration"],
      ],
      [
        "an entry without an id",
        altered("id: gang_scheduling\n", "x: y\n"),
        ["24:7 an entry of schedulingOrchestration has no id"],
      ],
      ["a category of nobody", `${CLEAN}  schedulng: []\n`, ["43:3 the checklist has no category schedulng"]],
    ],
  ],
  [
    wordingDiffers,
    [
      [
        "another wording",
        altered("All tests start, or none does.", "Some tests start, or none ever does."),
        [
          "25:20 the description of gang_scheduling is not the checklist's: [-All-] {+Some+} tests start, or none {+ever+} does.",
        ],
      ],
      [
        "other spaces",
        altered("All tests start, or none does.", "All  tests start, or none does. "),
        ["25:20 the description of gang_scheduling differs in spaces or in the form of its characters"],
      ],
      [
        "a folded block",
        altered('"All tests start, or none does."', ">\n        All tests start,\n        or none does."),
        ["25:20 the description of gang_scheduling differs in spaces or in the form of its characters"],
      ],
      [
        "none",
        altered('      description: "All tests start, or none does."\n', ""),
        ["24:11 gang_scheduling has no description"],
      ],
    ],
  ],
  [
    levelDiffers,
    [
      [
        "a lower one",
        answer("gang_scheduling", {}).replace(
          'or none does."\n      level: MUST',
          'or none does."\n      level: SHOULD',
        ),
        ["26:14 gang_scheduling is MUST in the checklist, and SHOULD here"],
      ],
      [
        "a higher one",
        altered("level: SHOULD", 'level: "must"'),
        ["19:14 gpu_sharing is SHOULD in the checklist, and must here"],
      ],
      ["none", altered("      level: SHOULD\n", ""), ["17:11 gpu_sharing has no level"]],
    ],
  ],
  [
    statusUnknown,
    [
      [
        "another word for one",
        answer("gpu_sharing", { status: "Not Applicable" }),
        ["20:15 gpu_sharing has the status Not Applicable, which is none"],
      ],
      [
        "other letters",
        answer("gpu_sharing", { status: "partially implemented" }),
        ["20:15 gpu_sharing has the status partially implemented, which is none"],
      ],
      [
        "no word for any",
        answer("gpu_sharing", { status: "maybe" }),
        ["20:15 gpu_sharing has the status maybe, which is none"],
      ],
      [
        "a MUST left blank",
        answer("gang_scheduling", { status: "" }),
        ["27:15 gang_scheduling is a MUST and has no status"],
      ],
      ["a SHOULD left blank", answer("gpu_sharing", { status: "" }), []],
      [
        "what every object has",
        answer("gpu_sharing", { status: "constructor" }),
        ["20:15 gpu_sharing has the status constructor, which is none"],
      ],
    ],
  ],
  [
    mustUnmet,
    [
      [
        "partly",
        answer("gang_scheduling", { status: "Partially Implemented" }),
        ["27:15 gang_scheduling is a MUST for every platform, and Partially Implemented here"],
      ],
      ["not at all, of a SHOULD", answer("gpu_sharing", { status: "Not Implemented" }), []],
      ["N/A, of a conditional MUST", answer("cluster_autoscaling", { status: "N/A" }), []],
    ],
  ],
  [
    conditionAbsent,
    [
      [
        "without a reason",
        answer("cluster_autoscaling", { status: "N/A", notes: "On-premises." }),
        [
          "34:15 cluster_autoscaling is a MUST only where the platform provides a cluster autoscaler or the like; N/A takes a reason of 80 characters, and the notes have 12",
        ],
      ],
      [
        "with a reason",
        answer("cluster_autoscaling", { status: "N/A", notes: REASON }),
        [
          "34:15 cluster_autoscaling is a MUST only where the platform provides a cluster autoscaler or the like; a person must judge whether that does not hold here",
        ],
      ],
      [
        "half",
        answer("pod_autoscaling", { status: "Partially Implemented" }),
        [
          "40:15 pod_autoscaling is a MUST only where the platform supports the HorizontalPodAutoscaler: it is Implemented or N/A, and Partially Implemented here",
        ],
      ],
    ],
  ],
  [
    evidenceMissing,
    [
      [
        "a MUST",
        answer("gang_scheduling", { evidence: "[]" }),
        ["27:15 gang_scheduling is Implemented, and no evidence is named"],
      ],
      [
        "a SHOULD with an empty text",
        answer("gpu_sharing", { evidence: '[""]' }),
        ["21:18 gpu_sharing is Implemented, and no evidence is named"],
      ],
      ["what is not implemented", answer("gpu_sharing", { status: "Not Implemented", evidence: "[]" }), []],
    ],
  ],
  [
    entryIncoherent,
    [
      [
        "a SHOULD left blank",
        answer("gpu_sharing", { status: "", evidence: "[]" }),
        ["20:15 gpu_sharing is left blank"],
      ],
      [
        "an address in the notes alone",
        answer("gpu_sharing", { notes: "See https://acme.io/x.", evidence: "[]" }),
        ["22:14 the notes of gpu_sharing name an address, and its evidence is empty"],
      ],
      ["an address in the notes besides", answer("gpu_sharing", { notes: "See https://acme.io/x." }), []],
      [
        "evidence of what is not there",
        answer("gpu_sharing", { status: "Not Implemented" }),
        ["21:18 gpu_sharing is Not Implemented, and has evidence"],
      ],
    ],
  ],
])("$id", (rule, cases) => {
  test.each(cases)("%s", (_, text, expected) => {
    const all = found(rule, text);
    expect(lines(all)).toEqual(expected);
    expect(lines(found(rule, mended(text, all)))).toEqual(lines(all.filter(({ edit }) => !edit)));
  });
});

describe("notes that deny what is Implemented", () => {
  const denied = (id: string, notes: string) =>
    found(implementedDenied, answer(id, { notes })).map(({ quote }) => quote);

  test.each([
    ["cluster_autoscaling", "The platform does not provide an autoscaler.", "does not provide an autoscaler"],
    [
      "cluster_autoscaling",
      "The Cluster Autoscaler is not applicable in our context.",
      "cluster autoscaler is not applicable",
    ],
    ["cluster_autoscaling", "We don’t have any cluster-autoscaler yet.", "don't have any cluster-autoscaler"],
    ["pod_autoscaling", "It does not support HPA.", "does not support hpa"],
    ["gang_scheduling", "N/A", "N/A"],
    ["gang_scheduling", "Not applicable to this product.", "Not applicable"],
  ])("%s: %s", (id, notes, quote) => {
    expect(denied(id, notes)).toEqual([quote]);
  });

  test.each([
    ["cluster_autoscaling", "It does not bundle a cluster-autoscaler, but Karpenter is supported."],
    ["cluster_autoscaling", "Where the platform does not provide an autoscaler, Karpenter is installed."],
    ["cluster_autoscaling", "That does not mean that the cluster autoscaler is not applicable."],
    ["cluster_autoscaling", "Releases before 2.0 does not provide an autoscaler."],
    ["cluster_autoscaling", "It does not provide an autoscaler by default, but an add-on does."],
    ["pod_autoscaling", "MIG is not supported on this hardware; HPA scales by a custom metric."],
    ["gang_scheduling", "The node is not applicable to a partial gang."],
    ["gang_scheduling", "No pod of a gang that does not fit is bound."],
  ])("but not %s: %s", (id, notes) => {
    expect(denied(id, notes)).toEqual([]);
  });

  test("and evidence that says so", () => {
    expect(lines(found(implementedDenied, answer("gpu_sharing", { evidence: '["N/A"]' })))).toEqual([
      "21:18 gpu_sharing is Implemented, and its entry says: N/A",
    ]);
  });
});

describe("the reason of N/A", () => {
  const doubted = (id: string, notes: string) => found(reasonDoubtful, answer(id, { status: "N/A", notes })).length > 0;

  test.each([
    ["gpu_sharing", "Acme does not support GPU sharing."],
    ["gpu_sharing", "Not applicable for Acme at this time."],
    ["gpu_sharing", "It is disabled by default in 1.36."],
    ["gpu_sharing", "Sharing isn't supported."],
    ["cluster_autoscaling", "Acme does not support scaling GPU nodes, only CPU nodes."],
  ])("%s reads as a lack: %s", (id, notes) => {
    expect(doubted(id, notes)).toBe(true);
  });

  test.each([
    ["gpu_sharing", "All accelerators of this product are whole chips that nobody can share."],
    ["cluster_autoscaling", "Acme runs on the customer's machines and does not provide any cluster autoscaler."],
    ["cluster_autoscaling", REASON],
  ])("%s reads as a reason: %s", (id, notes) => {
    expect(doubted(id, notes)).toBe(false);
  });
});

describe("copied notes", () => {
  const NOTES = "Three pods were admitted at once, and four were not admitted at all.";
  const copy = answer("gpu_sharing", { notes: NOTES });
  const other = (directory: string, vendor: string) =>
    submitted(answer("gang_scheduling", { notes: NOTES.toUpperCase() }).replace('"Acme"', vendor), { directory });
  const said = (text: string, others: ReturnType<typeof submitted>[] = []) =>
    lines(findings(notesCopied, submitted(text), { others }));

  test("from another requirement", () => {
    const twice = copy.replace('nodes"]\n      notes: ""', `nodes"]\n      notes: "${NOTES}"`);
    expect(said(twice)).toEqual(["36:14 the notes of cluster_autoscaling stand word for word at gpu_sharing too"]);
  });

  test("from another vendor", () => {
    expect(said(copy, [other("v1.35/else", "Else")])).toEqual([
      "22:14 the notes of gpu_sharing stand word for word at gang_scheduling of v1.35/else too",
    ]);
  });

  test("but not from the product's own last version, nor short ones", () => {
    expect(said(copy, [other("v1.35/acme", "Acme"), other("v1.35/acme-edge", "ACME")])).toEqual([]);
    expect(said(answer("gpu_sharing", { notes: "Implemented via DRA" }))).toEqual([]);
  });
});

test("without the checklist, ids and levels are those that karat knows", () => {
  const levels = findings(levelDiffers, submitted(altered("level: SHOULD", "level: MUST")));
  expect(lines(levels)).toEqual(["19:14 gpu_sharing is SHOULD in the checklist, and MUST here"]);
  expect(findings(wordingDiffers, submitted(CLEAN))).toEqual([]);
  expect(lines(findings(allAnswered, submitted(CLEAN)))[0]).toMatch(/^15:1 spec lacks driver_runtime_management, /);
  expect(findings(allAnswered, submitted(CLEAN, { directory: "v1.99/acme" }))).toEqual([]);
});
