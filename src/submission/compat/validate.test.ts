import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRODUCT } from "../document.js";
import { altered, CHECKLIST, CLEAN, submitted, type Given } from "../rules/testing.js";
import { validate } from "./validate.js";
import { versionNamed } from "./version.js";

const VERSION = versionNamed();
const say = (text: string, given: Given = {}) => validate(submitted(text, given), CHECKLIST, VERSION);
const lines = (text: string, given: Given = {}): string[] => say(text, given).errors.map(({ message }) => message);
const bytes = (content: Uint8Array) =>
  say("", { files: { [PRODUCT]: { kind: "file", size: content.length, bytes: content } } });

test("a clean submission passes", () => expect(say(CLEAN)).toEqual({ result: "pass", errors: [] }));

describe("what it says of metadata", () => {
  test.each([
    ["a field that is left out", '  vendorName: "Acme"\n', "", "Missing metadata field: vendorName (or vendor_name)"],
    ["nothing", 'vendorName: "Acme"', "vendorName: ~", "Missing metadata field: vendorName (or vendor_name)"],
    ["an empty text", 'vendorName: "Acme"', 'vendorName: ""', "Metadata field vendorName is empty"],
    ["a number", '"2.4.1"', "1.30", "Metadata field platformVersion is not a string"],
    ["a date", '"2.4.1"', "2026-08-01", "Metadata field platformVersion is not a string"],
    ["a placeholder", '"Acme"', '"[vendor]"', "Metadata field vendorName has placeholder value: [vendor]"],
    ["no section", "metadata:", "about:", "Missing 'metadata' section"],
  ])("%s", (_, from, to, line) => expect(lines(altered(from, to))).toEqual([line]));

  test("a version with three parts and a word of YAML 1.1 are text", () => {
    expect(lines(altered('"2.4.1"', "2.4.1"))).toEqual([]);
    expect(lines(altered('"Acme"', "yes"))).toEqual([]);
  });

  test("keys in snake case are as good, where the other is not there", () => {
    expect(lines(altered("k8sConformanceUrl:", "k8s_conformance_url:"))).toEqual([]);
    expect(lines(altered("  vendorName:", '  vendor_name: "A"\n  vendorName:').replace('"Acme"', "~"))).toEqual([
      "Missing metadata field: vendorName (or vendor_name)",
    ]);
  });

  test("a link to conformance results has one form", () => {
    const [line] = lines(altered("tree/master/v1.36/acme", "blob/master/v1.36/acme"));
    expect(line).toMatch(/^Invalid k8sConformanceUrl format: https:.*blob.*\. Expected format: /);
  });
});

describe("what it says of requirements", () => {
  const status = (id: string, to: string): string =>
    CLEAN.replace(new RegExp(`(id: ${id}[^]*?status: )"Implemented"`), (_, before: string) => `${before}${to}`);

  test.each([
    ["a MUST that is none", status("gang_scheduling", "N/A"), ["Requirement 'gang_scheduling' is MUST level but status is 'N/A'. It must be 'Implemented'."]],
    ["another status", status("gpu_sharing", "Yes"), ["Invalid status 'Yes' for 'gpu_sharing'. Must be one of [Implemented Not Implemented Partially Implemented N/A]"]],
    ["N/A without a reason", status("gpu_sharing", "N/A"), ["Notes required for 'gpu_sharing' when status is N/A"]],
    ["a blank SHOULD with evidence", status("gpu_sharing", '""'), ["Invalid status '' for 'gpu_sharing'. Must be one of [Implemented Not Implemented Partially Implemented N/A]"]],
    ["one that is left out", altered("id: pod_autoscaling", "id: other"), ["Missing requirement 'pod_autoscaling' in category 'schedulingOrchestration'"]],
    ["no category", altered("  accelerators:", "  others:"), ["Missing spec category: accelerators"]],
    ["no section", altered("spec:", "specs:"), ["Missing 'spec' section"]],
  ])("%s", (_, text, expected) => expect(lines(text)).toEqual(expected)); // prettier-ignore

  test("a blank SHOULD is passed over", () => {
    expect(lines(status("gpu_sharing", '""').replace('["https://docs.acme.io/sharing"]', "[]"))).toEqual([]);
  });
});

describe("what it says of files", () => {
  const cite = (path: string) => altered('["https://docs.acme.io/nodes"]', JSON.stringify([path]));
  const files = { "logs/run.md": "x", link: { kind: "symlink" as const, size: 0 } };

  test.each(["logs/run.md", "./logs//run.md", "logs", "logs/", "link", "", "PRODUCT.yaml/x", "x".repeat(300)])(
    "%j is there, or not known to be missing",
    (path) => expect(lines(cite(path), { files })).toEqual([]),
  );

  test.each([
    ["other.md", "v1.36/acme/other.md"],
    ["../birch/run.md", "v1.36/birch/run.md"],
    ["file://logs/run.md#Test", "v1.36/acme/file:/logs/run.md#Test"],
  ])("%j is missing", (path, at) => {
    const line = `Invalid evidence file for 'cluster_autoscaling': ${path} (not found at ${at})`;
    expect(lines(cite(path), { files })).toEqual([line]);
  });
});

describe("what its YAML loader refuses", () => {
  test.each([
    ["evidence that is a text", altered('["https://docs.acme.io/nodes"]', '"N/A"')],
    ["a key that stands twice", altered("metadata:", 'metadata:\n  vendorName: "B"')],
    ["a key that stands twice in what is not read", CLEAN.replace("metadata:", "metadata:\n  own: {a: 1, a: 2}")],
    ["a tab", altered("  accelerators:", "\taccelerators:")],
    ["a bracket that is not closed", `${CLEAN}  other: [\n`],
    ["a list", "- a\n"],
    ["an escape that it does not know", altered('"Acme"', '"Ac\\/me"')],
    ["a name of YAML 1.2", altered('"Acme"', '&a.b "Acme"')],
    [
      "an address with a query in brackets",
      altered('["https://docs.acme.io/nodes"]', "[https://docs.acme.io/?q=nodes]"),
    ],
    ["a question within a value in braces", `own: {a: why?}\n${CLEAN}`],
    ["a key in braces that goes on in another line", `own: {a\n  b: c}\n${CLEAN}`],
    ["a key in braces without a name", `own: {: c}\n${CLEAN}`],
    ["a plain text in brackets that begins with a colon", `own: [:c]\n${CLEAN}`],
    ["an alias of nothing", altered('"Acme"', "*acme")],
    ["a tag that does not hold", altered('"Acme"', "!!int Acme")],
    ["a key without a name", `${CLEAN}: x\n`],
    ["an end before the beginning", `...\n${CLEAN}`],
    ["a control character", altered('"Acme"', '"Ac\u0007me"')],
    ["aliases without end", bomb(CLEAN)],
    ["nesting without end", `${CLEAN}other: ${"[".repeat(100_000)}\n`],
  ])("%s", (_, text) => expect(say(text)).toMatchObject({ result: "load-error", errors: [{ kind: "load" }] }));

  test("bytes that are no UTF-8, and a file that is too large", () => {
    expect(bytes(Buffer.from(`${CLEAN}# \xff`, "latin1")).result).toBe("load-error");
    expect(bytes(Buffer.alloc(300_000, "#\n")).result).toBe("load-error");
  });
});

describe("what its YAML loader takes", () => {
  test.each([
    ["CRLF", CLEAN.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${CLEAN}`],
    ["a second document, whatever is in it", `${CLEAN}---\n[{\n`],
    ["a comment behind a quote", CLEAN.replace('"Acme"\n', '"Acme"# x\n')],
    [
      "further lines of a text that begin anywhere",
      altered('"Runs what it is given."', '"Runs what\nit is\n\n given."'),
    ],
    [
      "questions in quotes, and in a line of their own",
      `own: ["a?", {? b\n  c: d, ? : e, f\n  g}]\nask: why?\n${CLEAN}`,
    ],
    ["lists that end anywhere", altered('["https://docs.acme.io/nodes"]', '[\n"https://docs.acme.io/nodes"\n]')],
    ["line breaks of YAML 1.1", CLEAN.replaceAll("\n", "\u0085")],
    ["keys of other readers", altered("metadata:", "own: {a: 1, a: 2}\nmetadata:")],
    ["a merged mapping", altered("metadata:", 'base: &base {vendorName: "B"}\nmetadata:\n  <<: *base')],
    ["UTF-16", "\ufeff"],
  ])("%s", (_, text) => {
    if (text.length > 1) expect(say(text)).toEqual({ result: "pass", errors: [] });
    else expect(bytes(Buffer.from(`\ufeff${CLEAN}`, "utf16le")).result).toBe("pass");
  });
});

test("a folder of no version, and a minor without a checklist, are not looked at", () => {
  expect(say(CLEAN, { directory: "1.36/acme" }).errors[0]?.message).toMatch(/^Could not determine version/);
  const { errors } = validate(submitted(CLEAN, { directory: "v1.99/acme" }), undefined, VERSION);
  expect(errors[0]?.message).toBe("Schema not found at docs/AIConformance-1.99.yaml");
});

test("whatever becomes of a text, it has a result", () => {
  const pieces = fc.constantFrom("\n", "  ", "\t", "- ", ": ", "? ", "*a", "&a ", "<<: ", "{", "[", "]", "'", '"', "|\n", "\0", "#", "!!str ", "---\n", "\u0085"); // prettier-ignore
  fc.assert(
    fc.property(fc.nat(CLEAN.length), fc.nat(40), fc.array(pieces, { maxLength: 4 }), (at, cut, added) => {
      const { result, errors } = say(CLEAN.slice(0, at) + added.join("") + CLEAN.slice(at + cut));
      expect(errors.length === 0).toBe(result === "pass");
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
      expect(bytes(content).result).not.toBe("pass");
    }),
  );
});

/** Metadata that would be read a billion times. */
function bomb(text: string): string {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const before = level === 0 ? "x" : `*a${level - 1}`;
    return `  a${level}: &a${level} [${`${before},`.repeat(9)}]`;
  });
  return text.replace("metadata:", `metadata:\n${levels.join("\n")}`);
}
