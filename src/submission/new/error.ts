/** Why a run makes no submission: what it did not prove, or what does not belong together. */
export class SubmissionRefused extends Error {
  override name = "SubmissionRefused";
  constructor(
    message: string,
    /** Each on a line of its own. */
    readonly reasons: readonly string[],
    /** What to do. */
    readonly next: string,
  ) {
    super([message, ...reasons.map((reason) => `  ${reason}`)].join("\n"));
  }
}

/** A product file that cannot be used; the message names file, line and column of all that is wrong. */
export class ProductInvalid extends Error {
  override name = "ProductInvalid";
  readonly next = "`karat submission new --template` prints an empty one that says what belongs where";
}
