import type { ProductDocument } from "./document.js";
import type { EntryKind } from "./tree.js";

/** A file of a submission with its bytes, which were all read before any rule looks. */
export interface SubmittedFile {
  /** Relative to the submission's folder. */
  path: string;
  kind: EntryKind;
  size: number;
  /** Absent for links and submodules, and for what is larger than any file may be. */
  bytes?: Uint8Array;
}

/** One product's folder, read whole: rules are pure functions of it. */
export interface Submission {
  /** As the programme names it, e.g. "v1.35/kops". */
  directory: string;
  /** Kubernetes minor by the folder's name, e.g. "1.35"; absent where it names none. */
  minor?: string;
  /** Last part of the folder's name. */
  product: string;
  /** PRODUCT.yaml, however broken. */
  document: ProductDocument;
  /** By path. */
  files: ReadonlyMap<string, SubmittedFile>;
}
