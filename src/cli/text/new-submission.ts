import { requirementTest } from "../../report/names.js";
import { bytes, count } from "../../report/words.js";
import type { Assembled } from "../../submission/new/assemble.js";
import type { Colours } from "./colours.js";

/** What was written, for a person, with the way to a pull request. */
export function newSubmissionText(dir: string, made: Assembled, colours: Colours): string {
  const { minor, answers, files } = made;
  const widest = Math.max(...answers.map(({ id }) => id.length));
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const rows = answers.map(({ id, level, status, by }) => {
    const whose = { karat: requirementTest(id), vendor: "the vendor's own claim", nobody: "not proven" }[by];
    const paint = by === "karat" && status === "Implemented" ? colours.green : colours.yellow;
    return `  ${level.padEnd(6)}  ${id.padEnd(widest)}  ${paint(status.padEnd(21))}  ${whose}`;
  });
  const people = answers.flatMap(({ id, human }) =>
    human === undefined ? [] : [`  ${colours.yellow("!")} ${id} ${human}`],
  );
  return [
    `${dir}: ${count(files.size, "file")}, ${bytes(size)}, a submission for checklist ${minor}`,
    "",
    ...rows,
    "",
    ...(people.length > 0 ? [colours.bold("For a person to look at"), ...people, ""] : []),
    colours.bold("Next"),
    ...next(dir, minor).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function next(dir: string, minor: string): string[] {
  const home = new RegExp(`(?:^|/)v${minor.replace(".", "\\.")}/[^/]+/?$`);
  const move = home.test(dir)
    ? []
    : [`It belongs into v${minor}/PRODUCT/ of a fork of github.com/cncf/k8s-ai-conformance.`];
  return [
    "The record shows the cluster's objects as they were served, secrets taken out: look it over before it is public.",
    ...move,
    `karat submission check ${dir}`,
    `git add ${dir} && git commit --signoff, then a pull request`,
  ];
}

/** The same for programs. */
export function newSubmissionData(dir: string, { minor, answers, files }: Assembled): unknown {
  return {
    dir,
    minor,
    requirements: answers.map(({ id, level, status, by, human }) => ({
      id,
      level,
      status,
      by,
      ...(human === undefined ? {} : { human }),
    })),
    files: [...files].map(([path, { length }]) => ({ path, size: length })),
  };
}
