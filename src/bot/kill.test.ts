import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, KEYS, pullEvent, SECRET, send } from "./testing/bot.js";
import { startGitHub, type FakeGitHub } from "./testing/github.js";

const PULL = 9;
const MAIN = new URL("../cli/main.ts", import.meta.url).pathname;

let dir: string;
let github: FakeGitHub;
let running: ChildProcess[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "karat-bot-"));
  writeFileSync(join(dir, "key.pem"), KEYS.privateKey);
  github = await startGitHub(KEYS.publicKey);
  github.branches.set("main", github.objects.commit({ "README.md": "hello" }));
  const head = github.objects.commit({ "README.md": "hello", "v1.35/acme/PRODUCT.yaml": "metadata: {}\n" });
  github.pulls.set(PULL, { number: PULL, state: "open", head, base: "main", title: "" });
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await github.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Starts the command as it is, on the same store each time. */
async function startCommand(): Promise<{ child: ChildProcess; url: string; exited: Promise<unknown[]> }> {
  const args = ["--import", "tsx", MAIN, "bot", "--port", "0", "--log", "json", "--store", join(dir, "store")];
  const child = spawn(process.execPath, [...args, "--api-url", github.url], {
    env: {
      PATH: process.env["PATH"],
      KARAT_BOT_APP_ID: "1",
      KARAT_BOT_PRIVATE_KEY_FILE: join(dir, "key.pem"),
      KARAT_BOT_WEBHOOK_SECRET: SECRET,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  const exited = once(child, "exit");
  let log = "";
  child.stderr.on("data", (data: Buffer) => (log += data.toString("utf8")));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`it ended: ${log}`);
    return log.includes('"listening"');
  }, 120_000);
  const port = /"port":(\d+)/.exec(log)?.[1];
  return { child, url: `http://127.0.0.1:${port}`, exited };
}

test("a bot that is killed during a check goes on with it at its next start, and ends it with one comment", async () => {
  let held = true;
  github.fault = ({ path }) => (held && path.includes("/git/blobs/") ? { until: new Promise(() => {}) } : undefined);
  const first = await startCommand();
  expect(await send(first, pullEvent(PULL))).toBe(202);
  await eventually(() => github.requests.some(({ path }) => path.includes("/git/blobs/")), 60_000);
  first.child.kill("SIGKILL");
  await first.exited;
  expect(github.comments).toEqual([]);
  held = false;
  const second = await startCommand();
  await eventually(() => github.labels.get(PULL)?.length === 2, 60_000);
  expect(github.comments).toHaveLength(1);
  expect(github.statuses.at(-1)?.state).toBe("failure");
  second.child.kill("SIGTERM");
  expect(await second.exited).toEqual([0, null]);
}, 300_000);
