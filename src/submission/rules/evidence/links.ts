import { citedBy } from "../../evidence/cited.js";
import { rule } from "../define.js";

export const links = rule({
  id: "EVID-003",
  severity: "error",
  title: "Evidence on the web can be fetched by anybody",
  why: "The programme asks for evidence that is publicly reachable. A page that is gone proves nothing.",
  mend: "Correct the URL, or put the evidence into the folder, where it cannot vanish.",
  *find(submission, { links: answers }) {
    if (!answers) return;
    for (const { entry, reference } of citedBy(submission)) {
      if (reference.kind !== "url") continue;
      const answer = answers.get(entry.value);
      if (!answer || answer.state === "ok") continue;
      const found = { place: entry.place, quote: entry.value };
      if (answer.state === "unchecked")
        yield { ...found, severity: "warn", message: `could not be checked: ${answer.why}`, fix: "open it by hand" };
      else yield { ...found, message: `does not lead to evidence: ${answer.why}`, fix: "correct or replace the URL" };
    }
  },
});
