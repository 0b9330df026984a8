import { minorOf, MINORS } from "../../../spec/levels.js";
import { rule } from "../define.js";
import { TOP } from "../source.js";

const DIRECTORY = /^v\d+\.\d+\/[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const directoryNamed = rule({
  id: "INT-002",
  severity: "error",
  title: "The folder is named vX.Y/product, and the programme has a checklist for X.Y.",
  why: "The folder's name alone says which checklist counts and which product is certified.",
  mend: "Name the folder by the Kubernetes minor and a product name of letters, digits, dots, dashes and underscores.",
  *find({ directory, minor }, { checklist }) {
    if (!DIRECTORY.test(directory)) {
      yield {
        message: `the folder is named ${JSON.stringify(directory)}`,
        place: TOP,
        fix: "name it like v1.37/product, the product in at most 63 letters, digits, dots, dashes and underscores",
      };
    } else if (minor !== undefined && minor !== checklist?.minor && minorOf(minor) === undefined) {
      yield {
        message: `the programme has no checklist for Kubernetes ${minor}`,
        place: TOP,
        fix: `submit for one of ${MINORS.join(", ")}`,
      };
    }
  },
});
