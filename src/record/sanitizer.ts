import { RecordError } from "./error.js";
import { Limits, tooDeep } from "./limits.js";
import { Redactor } from "./redact.js";
import { mayHoldSecret, scrub } from "./scrub.js";

/** What may enter a record: JSON without secrets, no deeper than a reader takes. */
export class Sanitizer {
  readonly #redactor: Redactor;

  constructor(secrets: readonly string[]) {
    this.#redactor = new Redactor(secrets);
  }

  /** A credential that came into use later. */
  add(secret: string): void {
    this.#redactor.add(secret);
  }

  /**
   * A copy as JSON keeps it, without secrets.
   * @throws RecordError `malformed`, `too-large`
   */
  clean(value: unknown): unknown {
    let json: string;
    try {
      json = JSON.stringify(value);
    } catch (error) {
      const code = error instanceof RangeError ? "too-large" : "malformed";
      throw new RecordError(code, "what was observed cannot be written as JSON", { cause: error });
    }
    const parsed: unknown = JSON.parse(json);
    if (!mayHoldSecret(json) && !this.#redactor.suspects(json)) return parsed;
    return scrub(parsed, (text) => this.#redactor.redact(text));
  }

  /**
   * The bytes of JSON that is about to be written. What redaction missed, for instance a secret across two strings,
   * gets in no more than what was found.
   * @throws RecordError `secret`, `too-large`
   */
  bytes(json: string): Buffer {
    if (this.#redactor.finds(json)) {
      throw new RecordError("secret", "what was about to be written holds a credential in use", {
        next: "report this as a bug of karat, with the name of the check and without the credential",
      });
    }
    const bytes = Buffer.from(json, "utf8");
    if (tooDeep(bytes)) {
      throw new RecordError("too-large", `what was observed nests deeper than ${Limits.depth} levels`, {
        next: "observe the part that matters",
      });
    }
    return bytes;
  }
}
