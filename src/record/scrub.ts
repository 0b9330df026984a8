import { REDACTED } from "./redact.js";
import { RecordError } from "./error.js";
import { Limits } from "./limits.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** REST path of core/v1 Secrets, one or many, in one namespace or all. */
const SECRETS_PATH = /\/api\/v1\/(?:namespaces\/[^/?]+\/)?(?:watch\/)?secrets(?:[/?]|$)/;

/** False when JSON text surely holds nothing that `scrub` would empty, however it is escaped. */
export function mayHoldSecret(json: string): boolean {
  return /"(?:data|stringData)\\*"|last-applied-configuration/.test(json);
}

/**
 * A copy of JSON data without the contents of Secrets, and with every string passed through `redact`. Secrets are
 * told by kind, by the REST path beside them, or, as items of a LIST carry no kind, by their shape.
 * @throws RecordError `too-large` when it nests too deep
 */
export function scrub(value: unknown, redact: (text: string) => string): unknown {
  return scrubbed(value as Json, redact, 0, false);
}

function scrubbed(value: Json, redact: (text: string) => string, depth: number, secrets: boolean): Json {
  if (depth > Limits.depth) {
    throw new RecordError("too-large", `an observation nests deeper than ${Limits.depth} levels`);
  }
  if (typeof value === "string") return redact(withoutSecretJson(value, redact, depth));
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, redact, depth + 1, secrets));
  const inside = secrets || value["kind"] === "SecretList" || isSecretsPath(value["path"]);
  const secret = isSecret(value) || inside;
  const result: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const emptied = secret && (key === "data" || key === "stringData" || key === LAST_APPLIED);
    result.push([redact(key), emptied ? REDACTED : scrubbed(item, redact, depth + 1, inside || isSecret(value))]);
  }
  return Object.fromEntries(result);
}

function isSecret(value: { [key: string]: Json }): boolean {
  if (value["kind"] === "Secret") return true;
  const metadata = value["metadata"];
  return (
    value["kind"] === undefined &&
    typeof value["type"] === "string" &&
    ("data" in value || "stringData" in value) &&
    metadata !== null &&
    typeof metadata === "object"
  );
}

function isSecretsPath(path: Json | undefined): boolean {
  return typeof path === "string" && SECRETS_PATH.test(path);
}

/** A string may itself be JSON: a last-applied annotation, or the output of `kubectl get secret -o json` in a log. */
function withoutSecretJson(text: string, redact: (text: string) => string, depth: number): string {
  if (!text.includes("Secret") || !/^\s*[[{]/.test(text)) return text;
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  const clean = JSON.stringify(scrubbed(parsed, redact, depth + 1, false));
  return clean === JSON.stringify(parsed) ? text : clean;
}
