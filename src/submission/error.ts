/**
 * A submission that cannot be looked at; what is wrong within one is a finding instead.
 * - `not-found`: no such folder, commit or PRODUCT.yaml
 * - `unreadable`: the system or git refuses it
 * - `too-large`: more than anybody would hand in
 */
export type SubmissionErrorCode = "not-found" | "unreadable" | "too-large";

export class SubmissionError extends Error {
  override name = "SubmissionError";
  constructor(
    readonly code: SubmissionErrorCode,
    message: string,
    /** What to do. */
    readonly next: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
