import { Document, isPair, isScalar, visit } from "yaml";
import { CHECK_KINDS, type CheckKind } from "../../record/verdict.js";
import type { Check, Needs, Requirement, Rule } from "../../run/check.js";
import { REQUIREMENT_IDS } from "../../spec/levels.js";
import type { Colours } from "./colours.js";
import { levelsByMinor, levelsInWords } from "./levels.js";
import { markdownText } from "./markdown.js";

/** What is known of a requirement, as plain data. */
export interface Explanation {
  id: string;
  title: string;
  /** In the programme's checklists, by Kubernetes minor. */
  levels: Record<string, string>;
  /** Markdown, as it stands beside the checks. */
  readme: string;
  checks: (Pick<Check, "id" | "kind" | "proves" | "needs" | "seconds" | "disturbs"> & { rules: Rule[] })[];
  /** All that a run of it does in the API. */
  role: ClusterRole;
}

export interface ClusterRole {
  apiVersion: "rbac.authorization.k8s.io/v1";
  kind: "ClusterRole";
  metadata: { name: string };
  rules: Rule[];
}

/** @param runnerRules what the runner does for any check */
export function explanation(requirement: Requirement, readme: string, runnerRules: readonly Rule[]): Explanation {
  const { id, title, checks } = requirement;
  return {
    id,
    title,
    levels: levelsByMinor(id),
    readme,
    checks: checks.map(({ id, kind, proves, needs, seconds, disturbs, rules = [] }) => ({
      id,
      kind,
      proves,
      needs,
      seconds,
      ...(disturbs === undefined ? {} : { disturbs }),
      rules,
    })),
    role: clusterRole(`karat-${id.replaceAll("_", "-")}`, [
      ...runnerRules,
      ...checks.flatMap((check) => check.rules ?? []),
    ]),
  };
}

/** A ClusterRole with each resource once, under all the verbs that any rule gives it; those with the same verbs together. */
export function clusterRole(name: string, rules: readonly Rule[]): ClusterRole {
  const verbs = new Map<string, Set<string>>();
  for (const { apiGroups, resources, verbs: given } of rules) {
    for (const key of apiGroups.flatMap((group) => resources.map((resource) => `${group} ${resource}`))) {
      verbs.set(key, new Set([...(verbs.get(key) ?? []), ...given]));
    }
  }
  const merged = new Map<string, Rule>();
  for (const [key, given] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = "", resource = ""] = key.split(" ");
    const sorted = [...given].sort();
    const same = `${group} ${sorted.join()}`;
    const rule = merged.get(same) ?? { apiGroups: [group], resources: [], verbs: sorted };
    rule.resources.push(resource);
    merged.set(same, rule);
  }
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name },
    rules: [...merged.values()],
  };
}

/** YAML for `kubectl apply -f -`, a rule a line as far as it fits. */
export function roleYaml(role: ClusterRole): string {
  const document = new Document(role, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, node, path) => {
      const parent = path.at(-1);
      if (isPair(parent) && isScalar(parent.key) && parent.key.value !== "rules") node.flow = true;
    },
  });
  return document.toString({ flowCollectionPadding: false, lineWidth: 100 });
}

const HEADINGS: Readonly<Record<CheckKind, string>> = {
  control: "Controls: does the instrument work here?",
  positive: "Positive: does the feature do what it says?",
  negative: "Negative: does what must not happen not happen?",
};

export function explanationText(of: Explanation, width: number, colours: Colours): string {
  const sections = CHECK_KINDS.flatMap((kind) => {
    const checks = of.checks.filter((check) => check.kind === kind).map((check) => checkText(check, width, colours));
    return checks.length === 0 ? [] : `${colours.bold(HEADINGS[kind])}\n${checks.join("\n")}\n`;
  });
  return [
    `${colours.bold(of.id)}  ${of.title}`,
    colours.dim(levelsInWords(of.id)),
    "",
    // The README's own first heading says the same.
    markdownText(of.readme.replace(/^\s*# .*\n/, ""), width, colours),
    "",
    ...sections,
    colours.bold("What it does in the API") +
      colours.dim(`  (karat explain ${of.id} --output rbac | kubectl apply -f -)`),
    "",
    roleYaml(of.role),
  ].join("\n");
}

function checkText(
  { id, proves, needs, seconds, disturbs }: Explanation["checks"][number],
  width: number,
  colours: Colours,
): string {
  const time = `about ${duration(seconds.typical)}, at most ${duration(seconds.deadline)}`;
  const indented = (text: string) => markdownText(text, width - 4, colours).replaceAll(/^/gm, "    ");
  const touches = disturbs === undefined ? [] : [indented(`It ${disturbs}; \`--skip ${id}\` leaves it out.`)];
  const lines = [indented(proves), ...touches, colours.dim(indented(needsText(needs))), colours.dim(indented(time))];
  return [`  ${colours.cyan(id)}`, ...lines].join("\n");
}

function needsText({ devices = 0, node, cluster, access, podSecurity, after = [] }: Needs): string {
  const accelerators = `${devices} ${devices === 1 ? "accelerator" : "accelerators"}`;
  const parts = [
    node === "whole" && (devices > 0 ? `a node with ${accelerators} to itself` : "an accelerator node to itself"),
    node === undefined && devices > 0 && `${accelerators} on one node`,
    access !== undefined && `served by ${access === "dra" ? "DRA" : "a device plugin"}`,
    cluster === "alone" && "no other check beside it",
    podSecurity !== undefined && `a namespace of Pod Security level ${podSecurity}`,
    after.length > 0 && `to run after ${after.join(", ")}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "needs no accelerator" : `needs ${parts.join(", ")}`;
}

/** Whole seconds, as they are planned in. */
function duration(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** One line a requirement, then what the programme's checklists have beside them. */
export function listText(requirements: readonly Requirement[], colours: Colours): string {
  const others = REQUIREMENT_IDS.filter((id) => !requirements.some((requirement) => requirement.id === id));
  const widest = Math.max(...[...requirements.map(({ id }) => id), ...others].map((id) => id.length));
  const lines = requirements.map(({ id, title, checks }) => {
    const seconds = checks.reduce((sum, check) => sum + check.seconds.typical, 0);
    const facts = colours.dim(`${checks.length} checks, ${duration(seconds)} one after another`);
    return `  ${colours.cyan(id.padEnd(widest))}  ${title}  ${facts}\n  ${" ".repeat(widest)}  ${colours.dim(levelsInWords(id))}`;
  });
  if (others.length > 0) lines.push("", colours.bold("Not proven, as karat has no check of it"));
  lines.push(...others.map((id) => `  ${colours.cyan(id.padEnd(widest))}  ${colours.dim(levelsInWords(id))}`));
  return `${lines.join("\n")}\n\n${colours.dim("karat explain REQUIREMENT shows how it is proven, and what that takes.")}\n`;
}
