import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Database } from "../store/sql.js";
import { KEYS, sharedStore, startTestBot, type TestBot, type TestBotOptions } from "./bot.js";
import { startGitHub, type FakeGitHub } from "./github.js";
import { SELF, type FakeStatus } from "./world.js";

export const PULL = 7;
export const GOOD = "metadata:\n  productName: fine\n";
export const BAD = "metadata:\n  productName: bad\n";

/** A GitHub with one pull request that is bad, and a bot that hears of it, both new for each test of a file. */
export class Scene {
  github!: FakeGitHub;
  bot!: TestBot;
  /** Outlives the bots. */
  database!: Database;

  constructor() {
    beforeAll(async () => {
      this.database = await sharedStore();
    }, 120_000);
    afterAll(() => this.database.close());
    beforeEach(async () => {
      for (const table of ["deliveries", "jobs", "verdicts", "comments"])
        await this.database.query(`delete from karat_${table}`);
      this.github = await startGitHub(KEYS.publicKey);
      this.github.branches.set("main", this.github.objects.commit({ "README.md": "hello" }));
      this.push(BAD);
      await this.start();
    });
    afterEach(async () => {
      await this.bot.stop();
      await this.github.close();
    });
  }

  /** Makes a new head of the pull request, with this PRODUCT.yaml and more files. @returns its SHA */
  push(product: string, more: Record<string, string> = {}): string {
    return this.pushFiles({ "v1.35/acme/PRODUCT.yaml": product, ...more });
  }

  pushFiles(files: Record<string, string>): string {
    const head = this.github.objects.commit({ "README.md": "hello", ...files });
    this.github.pulls.set(PULL, { number: PULL, state: "open", head, base: "main", title: "A title" });
    return head;
  }

  close(): void {
    const pull = this.github.pulls.get(PULL);
    if (pull) pull.state = "closed";
  }

  async restart(options: TestBotOptions = {}): Promise<void> {
    await this.bot.stop();
    await this.start(options);
  }

  async start(options: TestBotOptions = {}): Promise<void> {
    this.bot = await startTestBot(this.github, this.database, options);
  }

  get head(): string {
    return this.github.pulls.get(PULL)?.head ?? "";
  }

  /** The bot's comments. */
  get own(): string[] {
    return this.github.comments.filter(({ login }) => login === SELF).map(({ body }) => body);
  }

  get labels(): string[] {
    return this.github.labels.get(PULL) ?? [];
  }

  statusOf(sha: string): FakeStatus | undefined {
    return this.github.statuses.findLast((one) => one.sha === sha);
  }
}
