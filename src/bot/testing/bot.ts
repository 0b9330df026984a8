import { PGlite } from "@electric-sql/pglite";
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rule } from "../../submission/rule.js";
import type { CheckOptions } from "../check-pull.js";
import type { Durations } from "../durations.js";
import { lineLog } from "../log.js";
import { startBot, type RunningBot } from "../serve.js";
import { liteDatabase } from "../store/pglite.js";
import { migrate } from "../store/schema.js";
import type { Database } from "../store/sql.js";
import type { FakeGitHub } from "./github.js";
import { REPOSITORY } from "./world.js";

export const SECRET = "a webhook's secret of these tests";

/** The App's key pair. */
export const KEYS = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** As if hours were milliseconds. */
export const FAST: Durations = {
  answer: 1_000,
  retryFirst: 5,
  retryMost: 50,
  hiccup: 1,
  look: 20,
  lease: 2_000,
  finish: 2_000,
  remember: 3_600_000,
  write: 0,
};

/** One that says an error wherever PRODUCT.yaml has the word "bad", and leaves the word "odd" to people. */
const WORDS: Rule = {
  id: "TEST-001",
  severity: "error",
  title: "No word is bad.",
  why: "It is a test.",
  mend: "Write another word.",
  *check({ document }) {
    for (const [word, severity] of [
      ["bad", "error"],
      ["odd", "warn"],
    ] as const) {
      const at = document.text.indexOf(word);
      if (at < 0) continue;
      yield { rule: "TEST-001", severity, message: `the word ${word}`, place: document.at(at, at + word.length) };
    }
  },
};

export const CHECK: CheckOptions = {
  rules: [WORDS],
  links: false,
  verify: { judges: new Map(), version: "0.0.0" },
  now: () => new Date(),
};

/** A store in memory that outlives the bots on it. */
export async function sharedStore(): Promise<Database> {
  const database = liteDatabase(await PGlite.create(), () => {});
  await migrate(database);
  return database;
}

/** The same as a bot sees it, which closes it at its end. */
function lent(database: Database): Database {
  return { ...database, close: () => Promise.resolve() };
}

export interface TestBot extends RunningBot {
  /** Lines of its log. */
  lines: string[];
  url: string;
}

export interface TestBotOptions {
  check?: CheckOptions;
  durations?: Durations;
}

export async function startTestBot(
  github: FakeGitHub,
  database: Database,
  { check = CHECK, durations = FAST }: TestBotOptions = {},
): Promise<TestBot> {
  const lines: string[] = [];
  const log = lineLog(
    "json",
    (line) => lines.push(line),
    () => new Date(),
  );
  const config = {
    appId: 1,
    privateKey: KEYS.privateKey,
    webhookSecret: SECRET,
    port: 0,
    host: "127.0.0.1",
    apiUrl: github.url,
  };
  const bot = await startBot(lent(database), config, { check, durations, log });
  return { ...bot, lines, url: `http://127.0.0.1:${bot.port}` };
}

const repository = { id: REPOSITORY.id, full_name: `${REPOSITORY.owner}/${REPOSITORY.repo}` };
const installation = { id: 77 };

export function pullEvent(number: number, action = "synchronize", more: object = {}): object {
  return { action, number, pull_request: { number }, repository, installation, sender: { type: "User" }, ...more };
}

export function commentEvent(number: number, body: string, type = "User"): object {
  return {
    action: "created",
    issue: { number, state: "open", pull_request: { url: "" } },
    comment: { body, user: { login: "somebody", type }, performed_via_github_app: null },
    sender: { type },
    repository,
    installation,
  };
}

export interface Sent {
  event?: string;
  delivery?: string;
  secret?: string;
  headers?: Record<string, string>;
}

/** Sends an event as GitHub does: JSON, signed with the secret. @returns the HTTP status */
export async function send(bot: { url: string }, payload: object, how: Sent = {}): Promise<number> {
  return (await answerTo(bot, payload, how)).status;
}

/** The same. @returns the whole answer */
export async function answerTo(
  { url }: { url: string },
  payload: object,
  { event = "pull_request", delivery = randomUUID(), secret = SECRET, headers = {} }: Sent = {},
): Promise<{ status: number; message: string }> {
  const body = JSON.stringify(payload);
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const response = await fetch(`${url}/webhook`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": delivery,
      "x-hub-signature-256": signature,
      ...headers,
    },
  });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}

/** Waits till nothing is left to do. */
export async function idle(database: Database): Promise<void> {
  await eventually(async () => (await database.query("select 1 from karat_jobs")).length === 0);
}

/** Waits till something holds. */
export async function eventually(holds: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not come about in time");
    await sleep(5);
  }
}
