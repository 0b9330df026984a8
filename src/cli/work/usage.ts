import { DescriptionInvalid } from "../../accelerators/index.js";
import { AttestationError } from "../../attest/error.js";
import { BotError } from "../../bot/error.js";
// Not from the index: every command reads this file, and most of them need no client.
import { KubeError } from "../../kube/errors.js";
import { NotThere } from "../../lab/error.js";
import { RecordError } from "../../record/error.js";
import { OperatorInvalid } from "../../requirements/robust_controller/operators/read.js";
import { UnknownSelection } from "../../run/select.js";
import { ChecklistError } from "../../spec/error.js";
import { SubmissionError } from "../../submission/error.js";
import { ProductInvalid } from "../../submission/new/error.js";

/** The command line asks for something that cannot be. */
export class UsageError extends Error {
  override name = "UsageError";
  constructor(
    message: string,
    /** What to do. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const KINDS = [
  UsageError,
  NotThere,
  UnknownSelection,
  ChecklistError,
  DescriptionInvalid,
  OperatorInvalid,
  ProductInvalid,
];

/** What is wrong with the kubeconfig or the choice from it, said before anything is sent. */
const KUBECONFIG: ReadonlySet<string> = new Set(["NO_KUBECONFIG", "BAD_KUBECONFIG", "NO_CONTEXT", "PLAIN_HTTP"]);

/** A folder that is taken, and one that holds no record. */
const FOLDER: ReadonlySet<string> = new Set(["not-empty", "not-a-record"]);

/** A key or trusted root that is none, and a file that is there already or cannot be; what cannot be had from a network is no usage. */
const ATTESTATION: ReadonlySet<string> = new Set(["key", "taken", "unwritable", "trusted-root"]);

/** Whether an error is about the command line: a name, file or folder on it that is not there, or not what it should be. */
export function isUsage(error: unknown): boolean {
  if (error instanceof KubeError) return KUBECONFIG.has(error.code);
  if (error instanceof RecordError) return FOLDER.has(error.code);
  if (error instanceof AttestationError) return ATTESTATION.has(error.code);
  if (error instanceof BotError) return error.code === "config";
  if (error instanceof SubmissionError) return error.code === "not-found";
  return KINDS.some((kind) => error instanceof kind);
}
