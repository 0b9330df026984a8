/** What anybody would hand in at most: more is listed and not read (rule INT-004). */
export const LIMITS = {
  /** Bytes of one file. */
  file: 5 * 1024 ** 2,
  /** Bytes of a log, or of a JUnit file. */
  log: 25 * 1024 ** 2,
  /** Bytes of a submission. */
  folder: 50 * 1024 ** 2,
  /** Files of a submission. */
  files: 200,
  /** Paths that are listed at all: what has more is neither a submission nor all of them. */
  listed: 100_000,
} as const;

/** Bytes that a file of this name may have. */
export function largest(path: string): number {
  return /\.(log|xml)$/i.test(path) ? LIMITS.log : LIMITS.file;
}
