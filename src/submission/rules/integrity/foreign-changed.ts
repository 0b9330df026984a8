import { rule } from "../define.js";
import { TOP } from "../source.js";
import { outside, ownerOf } from "./outside.js";

/** Findings at most: a person has understood by then. */
const MOST = 20;

export const foreignChanged = rule({
  id: "INT-005",
  severity: "error",
  title: "A submission changes no checklist, validator, workflow or other product.",
  why: "What judges a submission must not come with it; checklist and rules are always read from the base branch.",
  mend: "Take the change out of this pull request.",
  *find({ directory }, { touched = [] }) {
    for (const path of outside(touched, directory).slice(0, MOST)) {
      const owner = ownerOf(path);
      if (owner === undefined) continue;
      yield { message: `the pull request changes ${owner}: ${path}`, place: TOP, fix: `leave ${path} as it is` };
    }
  },
});
