import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { check } from "../../src/submission/check.js";
import { sectionedChecklist } from "../../src/submission/checklist.js";
import { folderTree } from "../../src/submission/folder-tree.js";
import { findSubmissions, loadSubmission } from "../../src/submission/load.js";
import { profileNamed } from "../../src/submission/profile.js";
import { type Figure, seconds } from "./figures.js";

/** Real submissions and checklists, where they lie beside the checkout; they are no part of it. */
const CORPUS = new URL("../../../shared/corpus/", import.meta.url);

/** What it takes to read and check all real submissions by both profiles, or that they are not there. */
export async function submissionFigures(): Promise<Figure[]> {
  if (!existsSync(CORPUS)) {
    return [{ what: "submissions checked, strict and compat", measured: "not measured: none lie beside the checkout" }];
  }
  const began = performance.now();
  const folder = new URL("checklists/", CORPUS);
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder))));
  const checklists = files.map((bytes) => sectionedChecklist(bytes, "checklist"));
  const tree = await folderTree(fileURLToPath(new URL("submissions", CORPUS)));
  const submissions = [];
  for (const directory of await findSubmissions(tree)) submissions.push(await loadSubmission(tree, directory));
  for (const submission of submissions) {
    const checklist = checklists.find(({ minor }) => minor === submission.minor);
    const others = submissions.filter((other) => other !== submission);
    const context = { today: "2026-08-01", others, ...(checklist && { checklist }) };
    for (const name of ["strict", "compat"]) check(submission, context, profileNamed(name).rules);
  }
  const taken = (performance.now() - began) / 1000;
  const what = `${submissions.length} submissions checked, strict and compat`;
  return [{ what, measured: seconds(taken), target: "2 s" }];
}
