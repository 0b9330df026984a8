import type { Challenge } from "./challenge.js";
import type { Checklist } from "./checklist.js";
import type { CheckKind, Judgement, Verdict } from "./verdict.js";

/** Version of the record's format. A reader refuses a newer one. */
export const RECORD_FORMAT = 1;

/**
 * One raw fact, written down as it was served. Nothing here is interpreted: parsing and comparing belong to judges.
 * `data` is inline up to 4 KiB of JSON; above that it is a blob, `blobs/sha256/<hex>`, holding the same JSON.
 */
export interface Observation {
  /** Unique within the check, e.g. "granted.log". Judges ask for facts by this name. */
  name: string;
  kind: ObservationKind;
  /** When it was seen, RFC 3339 with milliseconds, by this machine's clock. */
  at: string;
  data: unknown;
}

/** The same, as it stands in an event: the data inline or by the hash of its blob. */
export interface StoredObservation {
  name: string;
  kind: ObservationKind;
  at: string;
  data?: unknown;
  /** Lower-case hex sha256 of the blob, with its size in bytes. */
  blob?: { sha256: string; size: number };
}

/**
 * - `object`: `{ ref, object }`, an API object as served by GET or watch; `object` is null for 404
 * - `response`: `{ method, path, status, body }`, the API server's answer to a write
 * - `list`: `{ path, items }`, objects as served by LIST
 * - `history`: `{ selector, from, to, complete, versions: [{ at, type, object }] }`, all that a watch served in a window;
 *   `complete` is false when the watch was down for a part of it
 * - `log`: `{ namespace, pod, container, text, refused? }`, a container's log; `refused` where the API server did not give it
 * - `value`: anything else that was read, e.g. the answer of discovery
 */
export type ObservationKind = "object" | "response" | "list" | "history" | "log" | "value";

/** Why an experiment did not run to its end. Never a fail: only a failed expectation is one. */
export type Interruption = "crash" | "deadline" | "abort" | "api-lost" | "disk-full" | "forbidden" | "interrupted";

export interface ClusterIdentity {
  /** `/version` gitVersion, e.g. "v1.37.2". */
  version: string;
  /** Hex sha256 of the uid of namespace kube-system; the uid itself is not recorded here. */
  uidHash: string;
  /** Platform as `/version` gives it, e.g. "linux/amd64". */
  platform: string;
}

/** The karat that did something. */
export interface Tool {
  name: "karat";
  version: string;
  /** Digest of its code, see code-digest.ts; absent in records of older versions. */
  sha256?: string;
}

/** What a run, since it was started or last resumed, took of the API server and of this machine. */
export interface Cost {
  /** Requests by API verb. */
  requests: Record<string, number>;
  /** Connections opened in all, and most at once. */
  connections: { opened: number; peak: number };
  /** Bytes of bodies. */
  bytes: { sent: number; received: number };
  /** Largest resident size of the process, MiB. */
  memoryMiB: number;
}

export interface PlannedCheck {
  /** `<requirement>/<name>`, e.g. "dra_support/named-device". */
  id: string;
  requirement: string;
  kind: CheckKind;
  proves: string;
  /** Expected and greatest allowed duration, seconds, timeout factor included. */
  seconds: { typical: number; deadline: number };
  /** Set when the check will not run. */
  verdict?: Extract<Verdict, "skip" | "n/a" | "inconclusive">;
  reason?: string;
}

/** What happened, one type a fact. `check` events name the check and which attempt at it (from 1). */
export type EventBody =
  | {
      type: "run.started";
      run: string;
      /** In a run that answers a challenge, made of that. */
      nonce: string;
      challenge?: Challenge;
      format: number;
      tool: Tool;
      cluster: ClusterIdentity;
      options: Record<string, unknown>;
      /** What the platform is held against; absent in a run of single requirements without a programme. */
      checklist?: Checklist;
    }
  | { type: "run.resumed"; tool: Tool }
  | { type: "preflight"; observation: StoredObservation }
  | { type: "plan"; checks: PlannedCheck[] }
  | { type: "check.started"; check: string; attempt: number; namespace: string; node?: string; devices: number }
  | { type: "check.step"; check: string; attempt: number; text: string }
  | { type: "check.observed"; check: string; attempt: number; observation: StoredObservation }
  | {
      type: "check.ended";
      check: string;
      attempt: number;
      /** Names of all that was observed, in order: a dropped observation shows. */
      observations: string[];
      /** Absent when `observe` returned. */
      interruption?: { kind: Interruption; message: string };
    }
  | { type: "check.judged"; check: string; attempt: number; judgement: Judgement }
  | { type: "check.cleaned"; check: string; attempt: number; ok: boolean; left: string[] }
  | { type: "run.interrupted"; signal: string }
  | { type: "run.finished"; requirements: Record<string, Verdict>; cleaned: boolean; cost?: Cost }
  /** A writer that went on after a crash cut these bytes, the rest of a line that was never finished. */
  | { type: "record.repaired"; cut: { bytes: number; sha256: string } }
  /**
   * Derived files that stand beside the record, such as report.html; of several with one path the last counts. `tool`
   * made them; in records of older versions it is absent, and was mostly what ran.
   */
  | { type: "files.written"; files: DerivedFile[]; tool?: Tool };

export interface DerivedFile {
  /** Relative to the record's folder, with forward slashes. */
  path: string;
  /** Lower-case hex. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/**
 * One line of `events.ndjson`: the body between its place in the chain and its hash. A line is
 * `{"seq":…,"prev":"…","at":"…",…,"hash":"…"}` where `hash` is the sha256 (lower-case hex) of the line's own bytes
 * up to and without `,"hash":"…"}`; `prev` is the hash of the line before, and 64 zeros on the first.
 */
export type Event = { seq: number; prev: string; at: string } & EventBody & { hash: string };
