import { PRODUCT } from "../document.js";
import { LARGEST_DOCUMENT } from "../read-document.js";
import type { Submission } from "../submission.js";
import { decode, type Decoded, type Shape } from "./go-yaml/decode.js";
import { GoYamlError } from "./go-yaml/error.js";
import { parse } from "./go-yaml/parse.js";

/** A requirement as the validator sees it: what is not given is empty. */
export interface GoRequirement {
  id: string;
  status: string;
  evidence: readonly string[];
  notes: string;
}

/** PRODUCT.yaml as the validator sees it. */
export interface GoDocument {
  /** Values by key; undefined for one that is neither text nor nothing. Absent where the section is. */
  metadata?: ReadonlyMap<string, string | null | undefined>;
  spec?: ReadonlyMap<string, readonly GoRequirement[]>;
}

const REQUIREMENT: Shape = {
  struct: {
    id: "string",
    description: "string",
    level: "string",
    status: "string",
    evidence: { slice: "string" },
    notes: "string",
  },
};
const DOCUMENT: Shape = { struct: { metadata: { map: "any" }, spec: { map: { slice: REQUIREMENT } } } };

/** @throws GoYamlError for what the validator does not load */
export function loadDocument({ files }: Submission): GoDocument {
  const { bytes, size = 0 } = files.get(PRODUCT) ?? {};
  if (!bytes || size > LARGEST_DOCUMENT) throw new GoYamlError("it is no file, or larger than karat reads");
  const root = parse(bytes);
  const value = root && decode(root, DOCUMENT);
  if (!(value instanceof Map)) return {};
  const metadata = value.get("metadata");
  const spec = value.get("spec");
  return {
    ...(metadata instanceof Map && { metadata: new Map([...metadata].map(([key, each]) => [key, textOrNull(each)])) }),
    ...(spec instanceof Map && { spec: new Map([...spec].map(([key, list]) => [key, requirements(list)])) }),
  };
}

function textOrNull(value: Decoded): string | null | undefined {
  return typeof value === "string" || value === null ? value : undefined;
}

function requirements(list: Decoded): GoRequirement[] {
  return (Array.isArray(list) ? list : []).map((item) => {
    const text = (key: string): string => {
      const value = item instanceof Map ? item.get(key) : undefined;
      return typeof value === "string" ? value : "";
    };
    const evidence = item instanceof Map ? item.get("evidence") : undefined;
    return {
      id: text("id"),
      status: text("status"),
      notes: text("notes"),
      evidence: (Array.isArray(evidence) ? evidence : []).filter((link) => typeof link === "string"),
    };
  });
}
