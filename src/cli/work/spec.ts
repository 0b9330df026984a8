import { requirements } from "../../requirements/index.js";
import { knownChecklist, MINORS } from "../../spec/levels.js";
import { coloursFor } from "../text/colours.js";
import { checklistData, checklistText, matrixText } from "../text/spec.js";
import { namedChecklist } from "./checklist.js";

/** Does what `karat spec` asks for. */
export async function spec(asked: string | undefined, output: "text" | "json"): Promise<void> {
  const colours = coloursFor(process.stdout);
  const checklist = asked === undefined ? undefined : await namedChecklist(asked);
  if (output === "json") {
    const all = checklist ? checklistData(checklist, requirements) : MINORS.map(known);
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const width = Math.min(Math.max(process.stdout.columns ?? 80, 40), 100);
  process.stdout.write(
    checklist ? checklistText(checklist, requirements, width, colours) : matrixText(requirements, colours),
  );
}

function known(minor: (typeof MINORS)[number]): unknown {
  return checklistData(knownChecklist(minor), requirements);
}
