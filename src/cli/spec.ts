import { Command, Option } from "commander";
import { MINORS } from "../spec/levels.js";

/** `karat spec [CHECKLIST]` */
export function specCommand(): Command {
  return new Command("spec")
    .description("what the programme's checklists ask for, and what of it karat proves")
    .argument("[checklist]", `one of ${MINORS.join(", ")}, or a file; without it all of them side by side`)
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Examples:
  $ karat spec
  $ karat spec 1.36
  $ karat spec AIConformance-1.36.yaml --output json`,
    )
    .action(async (asked: string | undefined, { output }: { output: "text" | "json" }) => {
      const { spec } = await import("./work/spec.js");
      await spec(asked, output);
    });
}
