import { RULES } from "../submission/rules/index.js";
import { UNDECIDED } from "../submission/rules/undecided.js";
import { text } from "./markdown.js";

/** What the bot says of a rule that somebody asked about, as one item of a list. @param id e.g. "SPEC-004" */
export function explanation(id: string): string {
  const rule = RULES.find((one) => one.id === id);
  if (rule) {
    const { title, why, mend } = rule;
    return `- **${id}** ${text(title)} _Why:_ ${text(why, 600)} _How to mend it:_ ${text(mend, 600)}`;
  }
  const undecided = UNDECIDED.find((one) => one.id === id);
  if (undecided) {
    return `- **${id}** is for people: ${text(undecided.why, 600)}. It would need ${text(undecided.needs, 600)}.`;
  }
  // It may be one of another kind, such as GH-1.
  return `- **${text(id)}** is no rule of karat's.`;
}
