import { describe, expect, test } from "vitest";
import { altered, CLEAN, findings, lines, mended, submitted } from "../testing.js";
import { yaml } from "./index.js";
import { hiddenCharacters } from "./hidden-characters.js";
import { keyTwice } from "./key-twice.js";
import { parses } from "./parses.js";
import { plainYaml } from "./plain-yaml.js";
import { types } from "./types.js";
import { unknownKeys } from "./unknown-keys.js";
import { whitespace } from "./whitespace.js";
import type { Rule } from "../../rule.js";

const found = (rule: Rule, text: string) => findings(rule, submitted(text));

test("a clean file is told nothing", () => {
  for (const rule of yaml) expect(lines(found(rule, CLEAN))).toEqual([]);
});

describe.each<[Rule, [string, string, string[]][]]>([
  [
    parses,
    [
      [
        "a list that does not end",
        altered('["https://docs.acme.io/nodes"]', '["https://docs'),
        ['35:31 this is no YAML: Missing closing "quote'],
      ],
      ["a long file", `${CLEAN}#${"x".repeat(256 * 1024)}\n`, ["1:1 PRODUCT.yaml has 258 KiB, and may have 256"]],
    ],
  ],
  [
    keyTwice,
    [
      [
        "a key of metadata",
        altered("  repoUrl:", '  vendorName: "Other"\n  repoUrl:'),
        ["8:3 vendorName stands twice: in line 6 and here"],
      ],
      [
        "a key in quotes too",
        altered("      level: SHOULD", '      level: SHOULD\n      "level": MUST'),
        ["20:7 level stands twice: in line 19 and here"],
      ],
    ],
  ],
  [
    plainYaml,
    [
      [
        "an anchor and its alias",
        altered('platformVersion: "2.4.1"', "platformVersion: &v 2.4.1\n  x: *v"),
        ["5:23 there is an anchor, &v here", "6:6 there is an alias, *v here"],
      ],
      [
        "a tag",
        altered("kubernetesVersion: v1.36", "kubernetesVersion: !!str v1.36"),
        ["3:28 there is a tag, tag:yaml.org,2002:str here"],
      ],
      ["a merge key", altered("  repoUrl:", "  <<: {a: b}\n  repoUrl:"), ["8:3 there is a merge key here"]],
      ["a second document", `${CLEAN}---\na: b\n`, ["43:1 a second document begins here"]],
    ],
  ],
  [
    types,
    [
      [
        "a version that is a number",
        altered('platformVersion: "2.4.1"', "platformVersion: 1.30"),
        ["5:20 platformVersion is 1.30 without quotes, which YAML reads as a number"],
      ],
      [
        "a truth in place of a text",
        altered(
          'status: "Implemented"\n      evidence: ["https://docs.acme.io/nodes"]',
          "status: true\n      evidence: []",
        ),
        ["34:15 status is true without quotes, which YAML reads as true or false"],
      ],
      [
        "evidence that is one text",
        altered('["https://docs.acme.io/nodes"]', '"N/A"'),
        ["35:17 evidence is text, and must be a list, such as [] or one text a line with a dash before it"],
      ],
      [
        "evidence that is a mapping",
        altered('["https://docs.acme.io/nodes"]', "[{url: x}]"),
        ["35:18 a piece of evidence is a mapping, and must be text"],
      ],
      [
        "a category that is a mapping",
        altered("  accelerators:\n    - id", "  accelerators:\n      id"),
        ["17:7 accelerators is a mapping, and must be a list of requirements"],
      ],
      ["a root that is a list", "- a\n", ["1:1 the file is a list, and must be a mapping with metadata and spec"]],
      ["notes that are empty", altered('nodes"]\n      notes: ""', 'nodes"]\n      notes:'), []],
    ],
  ],
  [
    unknownKeys,
    [
      ["a slip of the pen", altered("  websiteUrl:", "  websiteURI:"), ["7:3 metadata has no key websiteURI"]],
      ["a key of nobody", altered("  repoUrl:", "  colour: red\n  repoUrl:"), ["8:3 metadata has no key colour"]],
      ["the older spelling", altered("  websiteUrl:", "  website_url:"), []],
      [
        "a key of a requirement",
        altered("      level: SHOULD", "      level: SHOULD\n      owner: me"),
        ["20:7 a requirement has no key owner"],
      ],
      ["a key at the root", `${CLEAN}extra: 1\n`, ["43:1 the file has no key extra"]],
    ],
  ],
  [
    whitespace,
    [
      ["Windows line ends", CLEAN.replaceAll("\n", "\r\n"), ["1:25 42 lines end in CR LF"]],
      ["a byte order mark", `\ufeff${CLEAN}`, ["1:1 the file begins with a byte order mark"]],
      ["no newline at the end", CLEAN.trimEnd(), ["42:16 the last line has no newline at its end"]],
      ["a tab between key and value", altered('vendorName: "', 'vendorName:\t"'), ["6:14 there is a tab here"]],
      ["a tab within a value", altered("what it is given", "what\tit is given"), []],
    ],
  ],
  [
    hiddenCharacters,
    [
      ["a zero-width space in a key", altered("  vendorName:", "  vendor\u200bName:"), ["6:9 a key holds U+200B"]],
      [
        "a Cyrillic letter in an id",
        altered("gpu_sharing", "gpu_sh\u0430ring"),
        ["17:17 an id holds U+0430, which passes for a"],
      ],
      [
        "a space that is none in a status",
        CLEAN.replace('"Implemented"', '"Not\u00a0Implemented"'),
        ["20:19 a status holds U+00A0"],
      ],
      [
        "a mark of direction in a comment",
        altered("for tests", "for \u202etests"),
        ["1:20 U+202E turns the direction of the text here"],
      ],
      [
        "a host that is another's",
        altered('https://acme.io/"', 'https://\u0430cme.io/"'),
        ["7:24 an address holds U+0430, which passes for a"],
      ],
      [
        "an unseen character in evidence",
        altered("docs.acme.io/gangs", "docs.acme.io/\u2060gangs"),
        ["29:33 an address holds U+2060"],
      ],
      [
        "a host and a path in another script",
        altered("docs.acme.io/gangs", "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/\u043e"),
        [],
      ],
      ["an emoji in a description", altered("Runs what", "Runs \u{1f468}\u200d\u{1f469} what"), []],
    ],
  ],
])("$id", (rule, cases) => {
  test.each(cases)("%s", (_, text, expected) => {
    const all = found(rule, text);
    expect(lines(all)).toEqual(expected);
    const left = findings(rule, submitted(mended(text, all)));
    expect(lines(left.filter(({ edit }) => edit))).toEqual([]);
  });
});

test("what hides is shown by its number, never drawn", () => {
  const id = found(hiddenCharacters, altered("gpu_sharing", "gpu_sh\u0430ring"));
  expect(id).toMatchObject([{ quote: "gpu_sh⟨U+0430⟩ring", fix: "write gpu_sharing" }]);
  const address = found(hiddenCharacters, altered("docs.acme.io/gangs", "docs.acme.io/\u2060gangs"));
  expect(address).toMatchObject([{ quote: '"https://docs.acme.io/⟨U+2060⟩gangs"' }]);
  expect(JSON.stringify([id, address])).not.toMatch(/[\u0430\u2060]/);
});

test("edits give the clean file back", () => {
  const spoilt: [Rule, string][] = [
    [whitespace, CLEAN.replaceAll("\n", "\r\n")],
    [whitespace, `\ufeff${CLEAN.trimEnd()}`],
    [hiddenCharacters, altered("gpu_sharing", "gpu_sh\u0430ring")],
    [hiddenCharacters, altered("  vendorName:", "  vendor\u200bName:")],
    [hiddenCharacters, altered("for tests", "for \u202etests")],
    [types, altered('"2.4.1"', "2.40").replace("2.40", "2.4")],
  ];
  const clean = CLEAN.replace('"2.4.1"', '"2.4"');
  for (const [rule, text] of spoilt) {
    const mendedText = mended(text, found(rule, text));
    expect(mendedText).toBe(rule === types ? clean : CLEAN);
  }
});

test("bytes that are no UTF-8 are found where the first of them stands", () => {
  const bytes = Buffer.from(CLEAN.replace("Acme Kubernetes", "Acm\u00e9"), "latin1");
  const files = { "PRODUCT.yaml": { kind: "file" as const, size: bytes.length, bytes } };
  const submission = submitted(bytes.toString("utf8"), { files });
  expect(lines(findings(parses, submission))).toEqual(["4:21 PRODUCT.yaml is not UTF-8"]);
});

test("nesting without end is an error of the file, not of karat", () => {
  expect(lines(found(parses, "[".repeat(20_000))).join()).toContain("it nests too deep");
  for (const rule of yaml) expect(() => found(rule, "{a: ".repeat(5_000))).not.toThrow();
});
