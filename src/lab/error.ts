/** Says what happened and where; `next` says what to do. The CLI prints both. */
export class LabError extends Error {
  override name = "LabError";
  constructor(
    message: string,
    readonly next?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A lab, node, fault or file that was named is not there. */
export class NotThere extends LabError {}
