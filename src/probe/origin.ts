import { createHash } from "node:crypto";
import { Undecidable } from "../record/judge.js";
import type { Line } from "./lines.js";

/** Who must have printed a log for it to count; each is known from elsewhere than the log. */
export interface Origin {
  nonce: string;
  /** As the API server has them. */
  podUid: string;
  node: string;
  container: string;
}

/** Only what runs a script of ours can know this: the pod's specification does not hold it. */
export function proofOf({ nonce, podUid, container }: Omit<Origin, "node">): string {
  return createHash("sha256").update(`${nonce}/${podUid}/${container}`).digest("hex");
}

/** @throws Undecidable unless the lines begin as those of that container of that pod on that node in this run */
export function requireOrigin(lines: readonly Line[], origin: Origin): void {
  const [beginning] = lines;
  const begins = lines.filter(({ kind }) => kind === "begin");
  if (beginning?.kind !== "begin") throw new Undecidable("the probe's log lacks its beginning");
  const [container, podUid, node, proof] = beginning.fields;
  if (begins.length !== 1 || beginning.fields.length !== 4) {
    throw new Undecidable("the probe's log has no beginning of four fields, or more than one");
  }
  if (container !== origin.container || podUid !== origin.podUid || node !== origin.node) {
    throw new Undecidable(
      `the log is of container ${container} of pod ${podUid} on ${node}, not of ${origin.container} of ${origin.podUid} on ${origin.node}`,
    );
  }
  if (proof !== proofOf(origin)) throw new Undecidable("the log does not show that the probe was executed");
}
