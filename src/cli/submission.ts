import { Command } from "commander";
import { newCommand } from "./submission/new.js";
import { siteCommand } from "./submission/site.js";

const EXAMPLES = `
Examples:
  $ karat submission new result --product product.yaml -o v1.37/acme   from a run to a pull request
  $ karat submission site k8s-ai-conformance -o site                   all of them side by side`;

/** `karat submission`: what is handed in to the programme. */
export function submissionCommand(): Command {
  const submission = new Command("submission")
    .description("what is handed in to the programme: write it, compare all of them")
    .addHelpText("after", EXAMPLES);
  for (const command of [newCommand(), siteCommand()]) submission.addCommand(command);
  return submission;
}
