import { Command, Option } from "commander";

/** `karat submission evidence DIR…` */
export function evidenceCommand(): Command {
  return new Command("evidence")
    .description("how much of a submission is really proven: the class of evidence of each requirement")
    .argument("<dir...>", "folders vX.Y/PRODUCT, or a folder that holds such")
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
A record of karat's in the folder is judged again here. The classes, strongest first: machine-verified (such a record
passes), hybrid artifact (the programme's own test passed, by its results), script and log (somebody wrote down what was
done and seen), vendor page only, nothing. Whether a page elsewhere shows what it should is not looked at.
A record names a cluster, not a product: only its signature ties the two, which is named here, and \`karat verify\` checks.
Exit codes: 0 looked at, 2 usage, 3 some could not be read.

Examples:
  $ karat submission evidence v1.37/acme
  $ karat submission evidence v1.37
  $ karat submission evidence . --output json`,
    )
    .action(async (dirs: string[], { output }: { output: "text" | "json" }) => {
      const { submissionEvidence } = await import("../work/submission/evidence.js");
      await submissionEvidence(dirs, output);
    });
}
