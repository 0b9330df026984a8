import { Command, Option } from "commander";
import type { BotFlags } from "../bot/config.js";
import { botActionCommand } from "./bot/action.js";

/** `karat bot` and `karat bot action` */
export function botCommand(): Command {
  return (
    new Command("bot")
      .description("check pull requests on GitHub: a server for a GitHub App's webhook")
      .addOption(new Option("--port <port>", "where to listen").default("8080"))
      .addOption(new Option("--host <host>", "address to listen on").default("127.0.0.1"))
      .option("--app-id <id>", "id of the GitHub App; else KARAT_BOT_APP_ID")
      .option("--private-key-file <file>", "its private key; else KARAT_BOT_PRIVATE_KEY_FILE or KARAT_BOT_PRIVATE_KEY")
      .option("--store <dir>", "folder for its memory; else the PostgreSQL of DATABASE_URL; else ./karat-bot")
      .addOption(new Option("--api-url <url>", "of GitHub Enterprise's API").default("https://api.github.com"))
      .option("--links", "ask whether links of a submission lead anywhere", false)
      .addOption(
        new Option("--log <format>", "how to write what is done, a line each")
          .choices(["text", "json"])
          .default("text"),
      )
      // Both have --links and --log.
      .enablePositionalOptions()
      .addCommand(botActionCommand())
      .addHelpText(
        "after",
        `
The webhook's secret is read from KARAT_BOT_WEBHOOK_SECRET. Events go to /webhook, /healthz says whether it is well.
It checks the head of each pull request without checking it out, sets the commit status karat/submission, keeps one
comment and its own labels up to date, and answers /recheck and /explain ID. docs/bot.md tells how to set it up.
Exit codes: 0 stopped by a signal, 2 usage, a --store that holds something else included, 3 its store cannot be used.

Examples:
  $ export KARAT_BOT_APP_ID=12345 KARAT_BOT_PRIVATE_KEY_FILE=key.pem KARAT_BOT_WEBHOOK_SECRET=$(cat secret)
  $ karat bot --port 8080 --store /var/lib/karat-bot
  $ DATABASE_URL=postgres://karat@db/karat karat bot --host 0.0.0.0 --log json
  $ karat bot --api-url https://github.example.com/api/v3`,
      )
      .action(async (flags: BotFlags & { links: boolean }) => {
        const { runBot } = await import("./work/bot/serve.js");
        await runBot(flags);
      })
  );
}
