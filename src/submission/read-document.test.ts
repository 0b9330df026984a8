import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LARGEST_DOCUMENT, readDocument } from "./read-document.js";

const read = (text: string) => readDocument(Buffer.from(text));

test("metadata and claims have their values as they are written, and their places", () => {
  const { metadata, claims } = read(
    [
      "metadata:",
      "  kubernetesVersion: 1.30",
      '  platformName: "Acme"',
      "spec:",
      "  accelerators:",
      "    - id: gpu_sharing",
      "      level: SHOULD",
      "      status: yes",
      "      evidence: [a.md, 7, https://b.example]",
      "      notes: 3",
    ].join("\n"),
  );
  expect(metadata.get("kubernetesVersion")).toEqual({
    value: "1.30",
    place: { file: "PRODUCT.yaml", line: 2, column: 22, end: { line: 2, column: 26 } },
  });
  expect(metadata.get("platformName")?.value).toBe("Acme");
  const [claim] = claims;
  expect(claim).toMatchObject({ category: "accelerators", id: { value: "gpu_sharing" }, status: { value: "yes" } });
  expect(claim?.level?.place).toMatchObject({ line: 7, column: 14 });
  expect(claim?.evidence.map(({ value }) => value)).toEqual(["a.md", "https://b.example"]);
  expect(claim).not.toHaveProperty("notes");
});

describe("what is no PRODUCT.yaml is read as far as it goes", () => {
  test.each([
    ["nothing", ""],
    ["a list", "- a\n- b\n"],
    ["a scalar", "hello"],
    ["broken YAML", "metadata: {a: [\nspec"],
    ["several documents", "metadata: {a: b}\n---\nmetadata: {a: c}\n"],
    ["keys that stand twice", "metadata: {a: b, a: c}\n"],
    ["tabs", "metadata:\n\ta: b\n"],
    ["a mark of byte order and CRLF", "\ufeffmetadata:\r\n  a: b\r\n"],
    ["a claim of wrong types", "spec:\n  a:\n    - [1]\n    - id: {x: y}\n      evidence: none\n"],
    ["deep nesting", "[".repeat(100_000)],
    ["deep nesting of maps", "{a: ".repeat(50_000)],
    ["deep nesting of lists in a line", "- ".repeat(100_000)],
    ["deep nesting of keys in a line", "? ".repeat(100_000)],
    ["deep nesting by indentation", Array.from({ length: 700 }, (_, level) => `${" ".repeat(level)}a:`).join("\n")],
  ])("%s", (_, text) => {
    const { metadata, claims, at } = read(text);
    expect(metadata.size).toBeLessThan(3);
    expect(claims.length).toBeLessThan(3);
    expect(at(0)).toMatchObject({ line: 1, column: 1 });
  });

  test("aliases that stand for billions are read by their names", () => {
    const levels = Array.from({ length: 30 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
    levels[0] = "a0: &a0 [x]";
    const began = performance.now();
    expect(read(levels.join("\n")).claims).toEqual([]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("a binary, and one that is too large, are no YAML", () => {
    expect(readDocument(Buffer.from([0, 255, 254, 1])).text).toContain("\ufffd");
    const large = readDocument(Buffer.alloc(LARGEST_DOCUMENT + 1, "a: b\n"));
    expect(large.yaml).toBeUndefined();
    expect(readDocument(undefined).text).toBe("");
  });

  test("any text", () => {
    const piece = fc.constantFrom("metadata:", "spec:", "\n", "  ", "- ", "id: x", "&a", "*a", "{", "[", '"', "|", "!!b", "\t", ":", "#"); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.string(), (pieces, text) => {
        for (const each of [pieces.join(""), text]) expect(read(each).claims.length).toBeLessThanOrEqual(each.length);
      }),
    );
  });
});
