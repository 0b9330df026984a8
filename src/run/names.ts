import { createHash, randomBytes } from "node:crypto";

/** Schedulers make names and label values (63 bytes) out of a namespace's name, so it leaves them room. */
const LONGEST_NAMESPACE = 50;

/** What `--namespace-prefix` may be: the beginning of a DNS label that leaves room for the rest. */
export const PREFIX = /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/;

const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

/** A run's id: 8 base32 digits, 40 bits, good as a label value and in names. */
export function newRunId(): string {
  return [...randomBytes(8)].map((byte) => DIGITS[byte % 32]).join("");
}

/** 128 bits that nobody knew before the run, as 32 lower-case hex digits. */
export function newNonce(): string {
  return randomBytes(16).toString("hex");
}

/** The run's own namespace: holds its Lease, and nothing else. */
export function homeNamespace(prefix: string, run: string): string {
  return `${prefix}-${run}`;
}

/** The namespace of one attempt at a check. Each has its own, as an earlier one may still be ending. */
export function checkNamespace(prefix: string, run: string, check: string, attempt: number): string {
  const head = `${homeNamespace(prefix, run)}-`;
  // Two hyphens, as a slug has none side by side: attempt 2 at `r/c` is not attempt 1 at `r/c-2`.
  const tail = attempt === 1 ? "" : `--${attempt}`;
  const slug = check
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const room = LONGEST_NAMESPACE - head.length - tail.length;
  if (slug.length <= room) return `${head}${slug}${tail}`;
  const mark = createHash("sha256").update(check).digest("hex").slice(0, 5);
  return `${head}${slug.slice(0, room - mark.length - 1).replace(/-+$/, "")}-${mark}${tail}`;
}
