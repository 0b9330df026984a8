import { Command } from "commander";
import { checkCommand } from "./submission/check.js";
import { evidenceCommand } from "./submission/evidence.js";
import { newCommand } from "./submission/new.js";
import { siteCommand } from "./submission/site.js";

const EXAMPLES = `
Examples:
  $ karat submission new result --product product.yaml -o v1.37/acme   from a run to a pull request
  $ karat submission check v1.37/acme                                  what is wrong, where, and how to mend it
  $ karat submission evidence v1.37/acme                               how much of it is really proven
  $ karat submission site k8s-ai-conformance -o site                   all of them side by side`;

/** `karat submission`: what is handed in to the programme. */
export function submissionCommand(): Command {
  const submission = new Command("submission")
    .description("what is handed in to the programme: write it, check it, see what proves it, compare all of them")
    .addHelpText("after", EXAMPLES);
  for (const command of [newCommand(), checkCommand(), evidenceCommand(), siteCommand()])
    submission.addCommand(command);
  return submission;
}
