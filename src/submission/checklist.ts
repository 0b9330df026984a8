import { parse } from "yaml";
import { parseChecklist } from "../spec/parse.js";
import type { SectionedChecklist } from "./rule.js";

/**
 * Reads one of the programme's checklists with its sections.
 * @param name of the file, for messages
 * @throws ChecklistError `malformed`
 */
export function sectionedChecklist(bytes: Uint8Array, name: string): SectionedChecklist {
  // Which refuses whatever could not be parsed plainly.
  const { minor, requirements } = parseChecklist(bytes, name);
  const known = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  const { spec } = parse(Buffer.from(bytes).toString("utf8")) as { spec: Record<string, { id: string }[]> };
  const sections = Object.entries(spec).map(([section, all]) => ({
    name: section,
    requirements: all.flatMap(({ id }) => {
      const { level, wording } = known.get(id) ?? {};
      return level === undefined || wording === undefined ? [] : [{ id, level, wording }];
    }),
  }));
  return { minor, sections };
}
