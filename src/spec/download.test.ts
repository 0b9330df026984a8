import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { download } from "./download.js";
import type { Pin } from "./pins.js";
import { CHECKLIST } from "./testing.js";

const sha256 = createHash("sha256").update(CHECKLIST).digest("hex");
const pin: Pin = { path: "owner/repository/c0ffee/docs/list.yaml", sha256 };

let cache: string;
let server: Server;
let answer: RequestListener;
let asked: string[];
beforeEach(async () => {
  cache = join(mkdtempSync(join(tmpdir(), "karat-spec-")), "checklists");
  asked = [];
  answer = (_, response) => response.end(CHECKLIST);
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(join(cache, ".."), { recursive: true, force: true });
});

const fetched = (options: { base?: string; timeoutMs?: number } = {}) =>
  download(pin, { cache, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ...options });

describe("download", () => {
  test("asks for the file of the pinned commit, once", async () => {
    expect(Buffer.from(await fetched()).toString()).toBe(CHECKLIST);
    expect(Buffer.from(await fetched()).toString()).toBe(CHECKLIST);
    expect(asked).toEqual([`/${pin.path}`]);
    expect(readdirSync(cache)).toEqual([`${sha256}.yaml`]);
  });

  test("does not trust its cache either", async () => {
    await fetched();
    writeFileSync(join(cache, `${sha256}.yaml`), "altered");
    expect(Buffer.from(await fetched()).toString()).toBe(CHECKLIST);
    expect(readFileSync(join(cache, `${sha256}.yaml`), "utf8")).toBe(CHECKLIST);
  });

  test("needs no cache that it can write to", async () => {
    writeFileSync(cache, "a file where the folder should be");
    expect(Buffer.from(await fetched()).toString()).toBe(CHECKLIST);
  });

  test.each<[string, RequestListener, RegExp]>([
    ["other bytes", (_, response) => response.end(`${CHECKLIST} `), /served something else than the pinned file/],
    ["not found", (_, response) => response.writeHead(404).end(), /answered 404/],
    ["another place", (_, response) => response.writeHead(302, { location: "/elsewhere" }).end(), /redirect/],
    ["bytes without end", (_, response) => endless(response), /served more than 128 KiB/],
    ["an end too soon", (_, response) => response.writeHead(200, { "content-length": 999 }).end("x"), /127\.0\.0\.1/],
    ["silence", () => {}, /did not answer within 0\.2 s/],
    ["silence after a beginning", (_, response) => response.write("#"), /did not answer within 0\.2 s/],
  ])("refuses %s, and keeps nothing", async (_, listener, message) => {
    answer = listener;
    await expect(fetched({ timeoutMs: message.source.includes("within") ? 200 : 10_000 })).rejects.toThrow(message);
    expect(asked).toHaveLength(1);
    expect(() => readdirSync(cache)).toThrow("ENOENT");
  });

  test("says which server cannot be reached", async () => {
    await expect(fetched({ base: "http://127.0.0.1:1/" })).rejects.toThrow(/127\.0\.0\.1:1/);
  });
});

function endless(response: Parameters<RequestListener>[1]): void {
  response.once("drain", () => endless(response));
  while (!response.destroyed && response.write("x".repeat(10_000)));
}
