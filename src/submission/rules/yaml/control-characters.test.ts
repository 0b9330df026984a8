import { expect, test } from "vitest";
import { altered, CLEAN, findings, lines, submitted } from "../testing.js";
import { controlCharacters } from "./control-characters.js";

const found = (text: string): string[] => lines(findings(controlCharacters, submitted(text)));

test("a clean file, with tabs and either line end, is told nothing", () => {
  expect(found(CLEAN)).toEqual([]);
  expect(found(CLEAN.replaceAll("\n", "\r\n"))).toEqual([]);
  expect(found(altered("Runs what it is given.", "Runs\\twhat\\r\\nit is\tgiven.\\n"))).toEqual([]);
});

test.each([
  ["ESC in a value", altered("Acme Kubernetes", "Acme\u001b[31m"), ["4:22 U+001B is a control character"]],
  ["NUL in a comment", altered("# A sub", "# A\0sub"), ["1:4 U+0000 is a control character"]],
  ["a C1 code", altered("Acme Kubernetes", "Acme\u009b31m"), ["4:22 U+009B is a control character"]],
  ["a return that is no line's end", altered("# A sub", "# A\rsub"), ["1:4 U+000D is a control character"]],
  ["an escape of ESC", altered("Acme Kubernetes", "Acme\\e[31m"), ["4:17 the text holds U+001B once it is read"]],
  [
    "escapes of marks of direction, each once",
    altered("Acme Kubernetes", "Acme\\u202e\\u202E\\x07"),
    ["4:17 the text holds U+0007, U+202E once it is read"],
  ],
  ["an escape in a key", altered("repoUrl:", '"repo\\bUrl":'), ["8:3 the text holds U+0008 once it is read"]],
])("%s", (_, text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("a mark of direction that stands as itself is another rule's", () => {
  expect(found(altered("Acme Kubernetes", "Acme\u202eKubernetes"))).toEqual([]);
});
