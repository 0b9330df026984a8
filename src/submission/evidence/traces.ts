import { createHash } from "node:crypto";
import { once } from "../once.js";
import type { Submission, SubmittedFile } from "../submission.js";
import { isFile } from "./cited.js";
import { matches } from "./transcript/match.js";

/** Something that only one run or one machine has. */
export interface Trace {
  kind: "bytes" | "device" | "pod" | "run";
  /** Digest, UUID or name. */
  value: string;
}

/** Bytes of a file that could be the same by chance, or by a template. */
const SHORT = 512;
/** Files that a vendor rightly keeps from version to version. */
const KEPT = /(?:^|\/)(?:README\.md|PRODUCT\.ya?ml|LICENSE)$|\.(?:svg|png|jpe?g|ya?ml|sh)$/i;

/** Identities by their shape: NVIDIA's device UUIDs, pods of a ReplicaSet, Ginkgo's run ids. */
const SHAPES: readonly (readonly [kind: Trace["kind"], pattern: RegExp, needle: string])[] = [
  ["device", /\b(?:GPU|MIG)-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/g, "-"],
  // Hash and suffix are of Kubernetes' alphabet without vowels (apimachinery, util/rand).
  ["pod", /\b([a-z0-9][a-z0-9-]{0,200}-[bcdf-hj-np-tv-xz2456789]{8,10}-[bcdf-hj-np-tv-xz2456789]{5})\b/g, "-"],
  ["run", /\bStarting e2e run "([0-9a-f-]{36})"/g, "Starting e2e run"],
];

/** The traces that a file bears, each once. */
const tracesIn = once((file: SubmittedFile): readonly Trace[] => {
  if (!file.bytes || KEPT.test(file.path)) return [];
  const digest = createHash("sha256").update(file.bytes).digest("hex");
  const bytes: Trace[] = file.size < SHORT ? [] : [{ kind: "bytes", value: digest }];
  const found = SHAPES.flatMap(([kind, pattern, needle]) =>
    matches(file, pattern, needle).map(({ what }): Trace => ({ kind, value: what })),
  );
  return [...bytes, ...new Map(found.map((trace) => [trace.value, trace])).values()];
});

/** The traces of a submission's files with where they are. */
export const tracesOf = once((submission: Submission): ReadonlyMap<string, { kind: Trace["kind"]; path: string }> => {
  const all = new Map<string, { kind: Trace["kind"]; path: string }>();
  for (const file of submission.files.values())
    if (isFile(file))
      for (const { kind, value } of tracesIn(file)) if (!all.has(value)) all.set(value, { kind, path: file.path });
  return all;
});
