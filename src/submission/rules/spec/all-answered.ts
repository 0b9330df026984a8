import { rule, type Found } from "../define.js";
import { pairsOf, placeOf, section, keyOf } from "../nodes.js";
import type { ProductDocument } from "../../document.js";
import { expected, expectedOf } from "./expected.js";

export const allAnswered = rule({
  id: "SPEC-001",
  severity: "error",
  title: "Every requirement of the checklist is answered, in its category.",
  why: "Who leaves out a requirement has not said whether the product meets it.",
  mend: "Copy the missing entries from the checklist and fill them in.",
  *find(submission, context) {
    const { document } = submission;
    if (!document.yaml || document.yaml.errors.length > 0) return;
    const requirements = expectedOf(submission, context);
    const present = new Set(document.claims.map(({ id }) => id?.value));
    for (const [where, ids] of missing(expected(submission, context), present)) yield absent(document, where, ids);
    for (const { id, category } of document.claims) {
      const home = requirements.get(id?.value ?? "")?.section;
      if (id === undefined || home === undefined || home === category) continue;
      const message = `${id.value} stands under ${category}, and belongs to ${home}`;
      yield { message, place: id.place, quote: id.value, fix: `move the entry to ${home}` };
    }
  },
});

/** Ids that nobody answered, by their category; by "" where the checklist was not read. */
function missing(all: ReturnType<typeof expected>, present: ReadonlySet<string | undefined>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, section: category = "" } of all) {
    if (present.has(id)) continue;
    const group = groups.get(category);
    if (group) group.push(id);
    else groups.set(category, [id]);
  }
  return groups;
}

function absent(document: ProductDocument, category: string, ids: readonly string[]): Found {
  const pair = pairsOf(document, "spec").find((each) => keyOf(each) === category);
  const where = pair || category === "" ? category || "spec" : `spec lacks the category ${category}, and so`;
  return {
    message: `${where} lacks ${ids.join(", ")}`.replace(", and so lacks", " with"),
    place: placeOf(document, pair?.key ?? section(document, "spec")?.key),
    fix: `add ${ids.length === 1 ? "the entry" : "the entries"} from the checklist`,
  };
}
