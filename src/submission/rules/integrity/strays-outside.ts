import { rule } from "../define.js";
import { TOP } from "../source.js";
import { outside, ownerOf } from "./outside.js";

/** Paths that one message names. */
const NAMED = 5;

export const straysOutside = rule({
  id: "INT-001",
  severity: "error",
  title: "A pull request changes the folder of one product, and nothing else.",
  why: "Reviewers approve one product at one version; whatever else rides along is not looked at.",
  mend: "Move the other changes to a pull request of their own.",
  *find({ directory }, { touched = [] }) {
    const strays = outside(touched, directory).filter((path) => ownerOf(path) === undefined);
    if (strays.length === 0) return;
    const named = strays.slice(0, NAMED).join(", ");
    const more = strays.length > NAMED ? ` and ${strays.length - NAMED} more` : "";
    yield {
      message: `the pull request also changes ${named}${more}`,
      place: TOP,
      fix: `change files below ${directory}/ only`,
    };
  },
});
