import { GoYamlError } from "./error.js";

/** What yaml.v3 takes a plain scalar for (its resolve.go); only whether it is text or nothing matters here. */
export type Resolved = "!!str" | "!!null" | "!!bool" | "!!int" | "!!float" | "!!timestamp" | "!!merge" | "!!binary";

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...["true", "True", "TRUE", "false", "False", "FALSE"].map((word) => [word, "!!bool"] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, "!!null"] as const),
  ...[
    ".nan",
    ".NaN",
    ".NAN",
    ...["", "+", "-"].flatMap((sign) => [".inf", ".Inf", ".INF"].map((word) => sign + word)),
  ].map((word) => [word, "!!float"] as const),
  ["<<", "!!merge"],
]);

const TAGS: ReadonlySet<string> = new Set(["!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp"]);

/**
 * The kind of a scalar's text under a tag.
 * @throws GoYamlError where the text cannot be what its tag says
 */
export function resolve(tag: string | undefined, text: string): Resolved | "!other" {
  if (tag === "!!binary") return "!!binary";
  if (tag === "!!str") return "!!str";
  if (tag !== undefined && tag !== "!" && !TAGS.has(tag)) return "!other";
  const wanted = tag === "!" ? undefined : tag;
  const found = untagged(text, wanted);
  if (wanted === undefined || wanted === found) return found;
  if (wanted === "!!float" && found === "!!int") return wanted;
  throw new GoYamlError(`cannot decode ${found} \`${text}\` as a ${wanted}`);
}

function untagged(text: string, wanted: string | undefined): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith(".")) return isGoFloat(text) ? "!!float" : "!!str";
  if (!/^[-+0-9]/.test(text)) return "!!str";
  if ((wanted === undefined || wanted === "!!timestamp") && isTimestamp(text)) return "!!timestamp";
  const plain = text.replaceAll("_", "");
  if (isInteger(plain)) return "!!int";
  return isFloat(plain) ? "!!float" : "!!str";
}

/** strconv.ParseInt and ParseUint with base 0, in 64 bits, and YAML 1.1's and 1.2's own writings. */
function isInteger(text: string): boolean {
  const [, sign = "", prefix = "", digits = ""] =
    /^([-+]?)(0[xX](?=[0-9a-fA-F])|0[bB](?=[01])|0[oO]?(?=[0-7])|)([0-9a-fA-F]+)$/.exec(text) ?? [];
  const base = { "0x": 16, "0b": 2, "0o": 8, "0": 8, "": 10 }[prefix.toLowerCase()] ?? 10;
  if (digits === "" || digits.length > 80) return false;
  if (!digits.split("").every((digit) => Number.parseInt(digit, 16) < base)) return false;
  const size = BigInt(`${{ 16: "0x", 8: "0o", 2: "0b" }[base] ?? ""}${digits}`);
  if (sign === "-") return size <= 1n << 63n;
  // An unsigned number takes no sign.
  return size < (sign === "+" ? 1n << 63n : 1n << 64n);
}

function isFloat(text: string): boolean {
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text));
}

/** strconv.ParseFloat of what begins with a point. */
function isGoFloat(text: string): boolean {
  return /^\.\d+(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text));
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const MOMENT =
  /^(\d{4}-\d{1,2}-\d{1,2})(?: +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?|[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d)))$/;

/** time.Parse with the four layouts that yaml.v3 knows. */
function isTimestamp(text: string): boolean {
  if (isDate(text)) return true;
  const [, date = "", ...parts] = MOMENT.exec(text) ?? [];
  const most = [23, 59, 59, 23, 59, 59, 24, 60];
  return isDate(date) && parts.every((part, index) => part === undefined || Number(part) <= (most[index] ?? 0));
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
