import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { visible } from "../../report/visible.js";
import { STATUSES, type Status } from "../rules/statuses.js";
import { ProductInvalid } from "./error.js";
import { address, FIELDS } from "./fields.js";

/** What the vendor says of one requirement. */
export interface Addition {
  status?: Status | undefined;
  /** https addresses. */
  evidence: readonly string[];
  notes?: string | undefined;
}

/** A vendor's product file. */
export interface Product {
  /** By the keys of FIELDS; optional ones may lack. */
  metadata: ReadonlyMap<string, string>;
  /** By requirement. */
  additions: ReadonlyMap<string, Addition>;
  /** "FILE:line:column" of what stands at a path, or of the nearest thing around it. */
  at(...path: readonly PropertyKey[]): string;
}

/** Bytes; one with a page of notes on each requirement has a quarter. */
const LARGEST_PRODUCT = 128 * 1024;

/** UTF-16 units of a vendor's notes on one requirement. */
const NOTES = 4_000;

const MAPPING = "must have keys of its own";
const unknownKey = ({ keys = [] }: { keys?: string[] }): string => `there is no ${keys.join(", ")} here`;

const addition = z.strictObject(
  {
    status: z.enum(STATUSES, `must be one of ${STATUSES.join(", ")}`).optional(),
    evidence: z.array(address, "must be a list").max(20, "must not have more than 20 entries").default([]),
    notes: z
      .string("must be text")
      .trim()
      .min(1, "must not be empty")
      .max(NOTES, `must not have more than ${NOTES} characters`)
      .optional(),
  },
  { error: (issue) => (issue.code === "unrecognized_keys" ? unknownKey(issue) : MAPPING) },
);

const metadata = z.strictObject(
  Object.fromEntries(FIELDS.map(({ key, schema, optional }) => [key, optional ? schema.optional() : schema])),
  { error: (issue) => (issue.code === "unrecognized_keys" ? unknownKey(issue) : MAPPING) },
);

const shape = z.strictObject(
  {
    metadata,
    // What has nothing but comments below it is an empty text.
    requirements: z
      .preprocess((value) => (value === "" ? {} : value), z.record(z.string(), addition, MAPPING))
      .optional(),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownKey(issue) : "a product file has metadata and requirements",
  },
);

/**
 * Reads a product file. Scalars are taken as they are written: 1.30 stays 1.30.
 * @param name of the file, for messages
 * @throws ProductInvalid with all that is wrong
 */
export function parseProduct(text: string, name: string): Product {
  const counter = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = counter.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  if (text.length > LARGEST_PRODUCT) throw new ProductInvalid(`${name} has more than ${LARGEST_PRODUCT / 1024} KiB`);
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    logLevel: "error",
    schema: "failsafe",
  });
  const [broken] = document.errors;
  if (broken) throw new ProductInvalid(`${place(broken.pos[0])}: ${broken.message.split("\n")[0]}`);
  const { data, error } = shape.safeParse(document.toJS());
  if (!data) {
    const wrong = error.issues.map(({ path, message }) => {
      const what = path.length === 0 ? message : `${path.join(".")} ${message}`;
      return `${place(offsetOf(document, path))}: ${visible(what)}`;
    });
    throw new ProductInvalid(
      wrong.length === 1 ? (wrong[0] ?? "") : [`${name} cannot be used:`, ...wrong].join("\n  "),
    );
  }
  const given = Object.entries(data.metadata).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  return {
    metadata: new Map(given),
    additions: new Map(Object.entries(data.requirements ?? {})),
    at: (...path) => place(offsetOf(document, path)),
  };
}

/** Of a key that is not there, its mapping's. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
