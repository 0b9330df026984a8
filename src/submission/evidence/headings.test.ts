import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anchorsOf } from "./headings.js";

test("anchors are GitHub's: lower case, no punctuation, dashes, and a number for the second", () => {
  const markdown = `# What we ran, & why!
## Test 1: \`kubectl get\` [nodes](https://a.io)
## Same
## Same ##
Underlined
----------
### Prüfung_1 – ok
#no heading
`;
  expect([...anchorsOf(markdown)]).toEqual([
    "what-we-ran--why",
    "test-1-kubectl-get-nodes",
    "same",
    "same-1",
    "underlined",
    "prüfung_1--ok",
  ]);
});

test("what stands in fenced code is no heading, and an anchor of HTML is one", () => {
  const markdown = '```sh\n# comment\n~~~\n```\n<a name="Here"></a>\n~~~\n## x\n';
  expect([...anchorsOf(markdown)]).toEqual(["Here"]);
});

test("any text has its anchors in no time", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => void anchorsOf(text)));
  const began = performance.now();
  for (const text of [
    "# [".repeat(100_000),
    `# ${"[a](".repeat(100_000)}`,
    "<a ".repeat(100_000),
    "# x\n".repeat(20_000),
  ])
    anchorsOf(text);
  expect(performance.now() - began).toBeLessThan(3_000);
});
