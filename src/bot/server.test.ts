import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { answerTo, idle, pullEvent, send } from "./testing/bot.js";
import { PULL, Scene } from "./testing/scene.js";

const scene = new Scene();

test.each([
  ["a wrong secret", { secret: "another secret" }],
  ["no signature", { headers: { "x-hub-signature-256": "" } }],
  ["a signature by SHA-1", { headers: { "x-hub-signature-256": "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709" } }],
])("with %s nothing is done", async (_, how) => {
  expect(await send(scene.bot, pullEvent(PULL), how)).toBe(401);
  await sleep(50);
  expect(await scene.database.query("select 1 from karat_deliveries")).toEqual([]);
  expect(scene.github.requests).toEqual([]);
});

test.each([
  ["", "X-GitHub-Delivery is missing; GitHub sends a GUID in it"],
  ["1234567", "X-GitHub-Delivery has 7 characters, and must have 8 to 64; GitHub sends a GUID in it"],
  ["1".repeat(65), "X-GitHub-Delivery has 65 characters, and must have 8 to 64; GitHub sends a GUID in it"],
  ["72d3162e cc78 11e3", "X-GitHub-Delivery may have letters, digits and hyphens only; GitHub sends a GUID in it"],
  ["'; drop table--", "X-GitHub-Delivery may have letters, digits and hyphens only; GitHub sends a GUID in it"],
])("a signed event with the delivery %j is refused with the reason", async (delivery, message) => {
  expect(await answerTo(scene.bot, pullEvent(PULL), { delivery })).toEqual({ status: 400, message });
  expect(scene.bot.lines.join("")).toContain(message);
  expect(await scene.database.query("select 1 from karat_deliveries")).toEqual([]);
  expect(scene.github.requests).toEqual([]);
});

test("no other path, method, type or size of a body is heard", async () => {
  const status = async (path: string, init: RequestInit) => (await fetch(`${scene.bot.url}${path}`, init)).status;
  expect(await status("/webhook", {})).toBe(405);
  expect(await status("/else", { method: "POST" })).toBe(404);
  expect(await status("//", {})).toBe(404);
  expect(await status("/webhook", { method: "POST", body: new URLSearchParams({ payload: "{}" }) })).toBe(415);
  const headers = { "content-type": "application/json" };
  expect(await status("/webhook", { method: "POST", headers, body: " ".repeat(5 * 1024 ** 2) })).toBe(413);
  expect(await status("/healthz", {})).toBe(200);
  expect(scene.github.requests).toEqual([]);
});

test("no secret is logged, and nothing in the log forges a line", async () => {
  await send(
    scene.bot,
    { ...pullEvent(PULL), action: "a\nb" },
    { event: "pull_request\u001b[31m".replace(/[^\x20-\x7e]/g, "?") },
  );
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  const log = scene.bot.lines.join("");
  for (const line of scene.bot.lines) expect(line.trim()).not.toContain("\n");
  expect(log).not.toMatch(/PRIVATE KEY|ghs_|a webhook's secret/);
});
