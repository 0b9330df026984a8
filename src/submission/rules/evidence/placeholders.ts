import { citedFiles } from "../../evidence/cited.js";
import { placeholdersIn } from "../../evidence/transcript/placeholders.js";
import { grouped } from "../../group.js";
import { rule } from "../define.js";

export const placeholders = rule({
  id: "EVID-008",
  severity: "warn",
  title: "A transcript shows what was printed, not what should be",
  why: "Expected outputs, made-up names and ellipses are written by hand: they show a plan, not a run.",
  mend: "Run the commands and paste what they print, whole.",
  *find(submission) {
    for (const file of citedFiles(submission)) {
      const byMark = grouped(placeholdersIn(file), ({ mark }) => mark);
      for (const [mark, all] of byMark) {
        const first = all[0];
        if (!first) continue;
        const times = all.length === 1 ? "" : `, ${all.length} times`;
        yield { message: `${file.path} has ${mark}${times}`, place: first.place, quote: first.quote };
      }
    }
  },
});
