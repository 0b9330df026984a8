import { FIELDS } from "./fields.js";

const REQUIREMENTS = `
# What karat has no check of, or could not prove. Only a SHOULD can stand here as the vendor's own claim, and PRODUCT.yaml
# says that it is one; of a MUST that the record proves not to apply, notes can say more. \`karat spec 1.37\` lists them.
requirements:
#  gpu_sharing:
#    status: Implemented  # or Partially Implemented, Not Implemented, N/A
#    evidence:
#      - https://docs.example.com/sharing
#    notes: Why, in a sentence or two; N/A needs a reason of at least 80 characters.
`;

/** An empty product file with its explanations. */
export function blankProduct(): string {
  const fields = FIELDS.map(({ key, about, optional }) => {
    const line = optional ? `  # ${key}: ""` : `  ${key}: ""`;
    return `  # ${about}${optional ? " Leave it out otherwise." : ""}\n${line}\n`;
  });
  return `# What \`karat submission new\` cannot know from a run.\nmetadata:\n${fields.join("")}${REQUIREMENTS}`;
}
