import { describe, expect, test } from "vitest";
import { CLEAN, findings, lines, submitted, type Given } from "../testing.js";
import { directoryNamed } from "./directory-named.js";
import { fileKinds } from "./file-kinds.js";
import { fileUnmentioned } from "./file-unmentioned.js";
import { foreignChanged } from "./foreign-changed.js";
import { integrity } from "./index.js";
import { plainFiles } from "./plain-files.js";
import { straysOutside } from "./strays-outside.js";

const messages = (rule: (typeof integrity)[number], given: Given = {}, touched?: string[]) =>
  findings(rule, submitted(CLEAN, given), touched && { touched }).map(
    ({ place, message }) => `${place.file}: ${message}`,
  );

test("a clean folder, and a pull request of it alone, is told nothing", () => {
  for (const rule of integrity) expect(messages(rule, {}, ["v1.36/acme/PRODUCT.yaml"])).toEqual([]);
});

describe("what a pull request touches", () => {
  const touched = ["README.md", ".github/workflows/x.yaml", "docs/AIConformance-1.36.yaml", "v1.36/other/PRODUCT.yaml"];

  test("beyond the folder is named once", () => {
    expect(messages(straysOutside, {}, [...touched, "notes.txt", "v1.36/acme-2.md"])).toEqual([
      "PRODUCT.yaml: the pull request also changes README.md, notes.txt, v1.36/acme-2.md",
    ]);
  });

  test("of what judges it, and of other products, is named each", () => {
    expect(messages(foreignChanged, {}, [...touched, "scripts/validate.go", "v1.36/acme/x.md"])).toEqual([
      "PRODUCT.yaml: the pull request changes a workflow or another setting of the repository: .github/workflows/x.yaml",
      "PRODUCT.yaml: the pull request changes a checklist: docs/AIConformance-1.36.yaml",
      "PRODUCT.yaml: the pull request changes another product: v1.36/other/PRODUCT.yaml",
      "PRODUCT.yaml: the pull request changes the validator: scripts/validate.go",
    ]);
  });

  test("is not asked where there is no pull request", () => {
    expect([...messages(straysOutside), ...messages(foreignChanged)]).toEqual([]);
  });
});

test.each([
  ["v1.36/acme", []],
  ["acme", ['PRODUCT.yaml: the folder is named "acme"']],
  ["v1.36/-acme", ['PRODUCT.yaml: the folder is named "v1.36/-acme"']],
  ["v1.36/a/b", ['PRODUCT.yaml: the folder is named "v1.36/a/b"']],
  ["v1.99/acme", ["PRODUCT.yaml: the programme has no checklist for Kubernetes 1.99"]],
])("the folder %s", (directory, expected) => {
  expect(messages(directoryNamed, { directory })).toEqual(expected);
});

test("links, pointers, executables and colliding names are no plain files", () => {
  const files: Given["files"] = {
    "a.md": { kind: "symlink", size: 0 },
    sub: { kind: "submodule", size: 0 },
    "run.log": { kind: "executable", size: 1, bytes: Buffer.from("x") },
    "big.log": "version https://git-lfs.github.com/spec/v1\noid sha256:abc\n",
    "Tests/one.md": "",
    "tests/two.md": "",
    "caf\u00e9.md": "",
    "cafe\u0301.md": "",
  };
  expect(messages(plainFiles, { files })).toEqual([
    "a.md: a.md is a symbolic link",
    "sub: sub is a submodule",
    "run.log: run.log is executable",
    "big.log: big.log is a Git LFS pointer, not the file",
    "tests/two.md: tests and Tests are one path where case does not count",
    "cafe\u0301.md: cafe\u0301.md and caf\u00e9.md are one path where case does not count",
  ]);
});

test("types and sizes are those of the programme", () => {
  const mib = 1024 * 1024;
  const file = (size: number) => ({ kind: "file" as const, size });
  expect(
    messages(fileKinds, {
      files: {
        "proof.tar.gz": file(10),
        noname: file(1),
        "statement.intoto.jsonl": file(1),
        "e2e.log": file(25 * mib),
        "long.md": file(5 * mib + 1),
        "PICTURE.PNG": file(1),
      },
    }),
  ).toEqual([
    "proof.tar.gz: proof.tar.gz is of no type that a submission may hold",
    "noname: noname is of no type that a submission may hold",
    "long.md: long.md has 5.1 MiB, and such a file may have 5",
  ]);
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.md`, file(mib / 2)]));
  expect(messages(fileKinds, { files: many })).toEqual([
    "PRODUCT.yaml: the folder holds 201 files, and may hold 200",
    "PRODUCT.yaml: the folder has 100.1 MiB, and may have 50",
  ]);
});

test("a file is found that nothing leads to", () => {
  const files = {
    "README.md": "See [the gang](evidence/gang.md#result), `tests/` and ./notes.txt.",
    "evidence/gang.md": "![nodes](../pictures/nodes%20up.png)",
    "evidence/lost.md": "",
    "pictures/nodes up.png": "",
    "tests/a/output.md": "",
    "notes.txt": "",
    "proof.intoto.jsonl": "",
  };
  expect(messages(fileUnmentioned, { files })).toEqual(["evidence/lost.md: nothing points to evidence/lost.md"]);
});

test("a text of many megabytes without a space is searched in no time", () => {
  const files = { "README.md": ".".repeat(2_000_000), "x.md": "" };
  const start = performance.now();
  expect(lines(findings(fileUnmentioned, submitted(CLEAN, { files })))).toEqual(["1:1 nothing points to x.md"]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
