import { Command, Option } from "commander";

export interface ActionFlags {
  links: boolean;
  log: "text" | "json";
}

/** `karat bot action` */
export function botActionCommand(): Command {
  return new Command("action")
    .description("the same once, as a step of a GitHub workflow on pull_request_target or issue_comment")
    .option("--links", "ask whether links of a submission lead anywhere", false)
    .addOption(
      new Option("--log <format>", "how to write what is done, a line each").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      `
Reads GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_TOKEN and GITHUB_API_URL as GitHub sets them; the token needs
contents: read, statuses: write, issues: write and pull-requests: write. Check nothing out: it reads the pull request
by GitHub's API. Exit codes: 0 no errors, or nothing to check; 1 errors; 2 usage; 3 GitHub did not let it check.

Examples:
  $ karat bot action
  $ karat bot action --links --log json`,
    )
    .action(async (flags: ActionFlags) => {
      const { runAction } = await import("../work/bot/action.js");
      await runAction(flags);
    });
}
