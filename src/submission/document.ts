import type { Document } from "yaml";
import type { Place } from "./finding.js";

/** Name of the file that is a submission's own. */
export const PRODUCT = "PRODUCT.yaml";

/** A scalar or a collection of PRODUCT.yaml with the place where it stands. */
export interface Located<T> {
  value: T;
  place: Place;
}

/** One requirement as a submission fills it in. Of a wrong type is `undefined`, never converted. */
export interface Claim {
  /** Key below `spec`, e.g. "accelerators". */
  category: string;
  id?: Located<string>;
  description?: Located<string>;
  level?: Located<string>;
  status?: Located<string>;
  evidence: Located<string>[];
  notes?: Located<string>;
  /** The whole entry. */
  place: Place;
}

/** PRODUCT.yaml as far as it can be read. */
export interface ProductDocument {
  /** The file's text; bytes that are no UTF-8 are U+FFFD. */
  text: string;
  /** Parsed without converting or resolving anything; absent where it is no YAML at all. */
  yaml?: Document;
  /** Values of `metadata` that are scalars, by key, as they are written. */
  metadata: ReadonlyMap<string, Located<string>>;
  /** In the file's order. */
  claims: readonly Claim[];
  /** Where an offset of the text stands. */
  at(start: number, end?: number): Place;
}
