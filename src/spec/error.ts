/**
 * A checklist that cannot be had.
 * - `unknown`: no such minor
 * - `unreadable`: no such file, or not one that can be read
 * - `malformed`: not a checklist; the message names line and column
 */
export type ChecklistErrorCode = "unknown" | "unreadable" | "malformed";

export class ChecklistError extends Error {
  override name = "ChecklistError";

  constructor(
    readonly code: ChecklistErrorCode,
    message: string,
    /** What to do. */
    readonly next: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
