import { acceptedMinors } from "../../releases.js";
import { MINORS } from "../../../spec/levels.js";
import { PRODUCT } from "../../document.js";
import { rule } from "../define.js";

export const acceptingWindow = rule({
  id: "LIFE-001",
  severity: "error",
  title: "The version is one that submissions are taken for",
  why: "The programme takes the latest three minors, as Kubernetes itself looks after no more.",
  mend: "Hand in for a version of the window.",
  *find({ minor, directory }, { today, base }) {
    // What was certified once may be amended for as long as it stands.
    if (minor === undefined || base || !MINORS.some((one) => one === minor)) return;
    const accepted = acceptedMinors(today);
    if (accepted.includes(minor)) return;
    yield {
      message: `on ${today} new submissions are taken for ${accepted.join(", ")}; ${directory} is for ${minor}`,
      place: { file: PRODUCT, line: 1, column: 1 },
    };
  },
});
