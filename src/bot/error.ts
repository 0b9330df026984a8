/**
 * What keeps the bot from its work.
 * - `config`: what it was told cannot be, its store's folder included; nothing was asked of anybody yet
 * - `store`: its database cannot be reached, or is of a newer karat
 * - `refused`: GitHub says no and will say no again, e.g. a missing permission
 * - `later`: GitHub cannot now: 5xx, a rate limit, silence
 */
export type BotErrorCode = "config" | "store" | "refused" | "later";

export class BotError extends Error {
  override name = "BotError";
  constructor(
    readonly code: BotErrorCode,
    message: string,
    /** What to do. */
    readonly next: string,
    options: ErrorOptions & {
      /** Seconds that GitHub asks to wait, of `later`. */
      wait?: number;
    } = {},
  ) {
    super(message, options);
    this.wait = options.wait ?? 0;
  }

  readonly wait: number;
}
