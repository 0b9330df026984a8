import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sectionedChecklist } from "../checklist.js";
import { folderTree } from "../folder-tree.js";
import { loadSubmission } from "../load.js";
import { validate } from "./validate.js";
import { versionNamed } from "./version.js";

/** The programme's submissions and what its validator printed for them, where they lie beside the checkout. */
const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);

interface Printed {
  result: string;
  errors: string[];
}

describe.skipIf(!existsSync(CORPUS))("the programme's validator", () => {
  const expected = existsSync(CORPUS)
    ? (JSON.parse(readFileSync(new URL("expected-compat.json", CORPUS), "utf8")) as Record<string, Printed>)
    : {};

  test("is known on all submissions", () => expect(Object.keys(expected)).toHaveLength(45));

  test.each(Object.entries(expected))("says of %s what karat says", async (path, printed) => {
    const [, directory = "", minor = ""] = /^(v([\d.]+)\/[^/]+)/.exec(path) ?? [];
    const checklist = readFileSync(new URL(`checklists/AIConformance-${minor}.yaml`, CORPUS));
    const tree = await folderTree(fileURLToPath(new URL("submissions", CORPUS)));
    const submission = await loadSubmission(tree, directory);
    const { result, errors } = validate(submission, sectionedChecklist(checklist, minor), versionNamed("b2c8969"));
    expect(result).toBe(printed.result);
    // What does not load has no lines but the loader's own, which are not compared.
    const lines = result === "load-error" ? [] : errors.map(({ message }) => ordered(message)).sort();
    expect(lines).toEqual(printed.errors.map(ordered).sort());
  });
});

/** The original prints the statuses in any order. */
function ordered(line: string): string {
  return line.replace(/(?<=Must be one of )\[.*\]$/, "");
}
