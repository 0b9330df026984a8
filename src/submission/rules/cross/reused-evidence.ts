import { grouped } from "../../group.js";
import { tracesOf, type Trace } from "../../evidence/traces.js";
import { isSameVendor } from "../../renewals.js";
import type { Submission } from "../../submission.js";
import { rule } from "../define.js";

const WORDS: Readonly<Record<Trace["kind"], string>> = {
  bytes: "the same bytes",
  device: "the same devices",
  pod: "the same pods",
  run: "the same run",
};

export const reusedEvidence = rule({
  id: "CROSS-002",
  severity: "warn",
  title: "Evidence is of this version and this product",
  why: "Pods and runs have names that never come again. What shows the same ones was not run anew.",
  mend: "Run it on this version, and hand in what that printed.",
  *find(submission, { others = [] }) {
    for (const other of others) {
      if (other.directory === submission.directory || isLater(other, submission)) continue;
      for (const { path, kind, theirs, count } of shared(submission, other)) {
        // A vendor may well run the next version on the same machines.
        if (kind === "device" && isSameVendor(submission, other)) continue;
        const more = count > 1 ? ` (${count})` : "";
        const place = { file: path, line: 1, column: 1 };
        yield { message: `${path} shows ${WORDS[kind]}${more} as ${theirs} of ${other.directory}`, place };
      }
    }
  },
});

interface Shared {
  path: string;
  kind: Trace["kind"];
  theirs: string;
  count: number;
}

function shared(one: Submission, other: Submission): Shared[] {
  const theirs = tracesOf(other);
  const both = [...tracesOf(one)].flatMap(([value, { kind, path }]) => {
    const there = theirs.get(value);
    return there ? [{ kind, path, theirs: there.path }] : [];
  });
  const byFile = [...grouped(both, ({ path, kind }) => `${path}\n${kind}`).values()];
  const all = byFile.flatMap((group) => (group[0] ? [{ ...group[0], count: group.length }] : []));
  // Who has the same bytes has the same of everything.
  const whole = new Set(all.filter(({ kind }) => kind === "bytes").map(({ path }) => path));
  return all.filter(({ kind, path }) => kind === "bytes" || !whole.has(path));
}

/** The older one is the original. */
function isLater(other: Submission, submission: Submission): boolean {
  const number = ({ minor }: Submission): number => Number((minor ?? "").split(".")[1] ?? NaN);
  return number(other) > number(submission);
}
