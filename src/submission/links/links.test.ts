import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { publicOnly } from "./addresses.js";
import { readCache, writeCache, type Known } from "./cache.js";
import { checkLinks, type LinkOptions } from "./check.js";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** A server on this machine, with what it was asked and who connected. */
async function served(answer: RequestListener): Promise<{ port: number; seen: string[]; connected: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host?.split(":")[0]}${request.url}`);
    answer(request, response);
  });
  const connected: string[] = [];
  server.on("connection", ({ remoteAddress = "" }) => connected.push(remoteAddress));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { port: (server.address() as AddressInfo).port, seen, connected };
}

/** Every name is this machine, and this machine may be asked. */
const LOCAL: LinkOptions = { policy: () => undefined, resolve: async () => ["127.0.0.1"], pause: 0, timeout: 2_000 };

async function asked(url: string, options: LinkOptions = LOCAL) {
  return (await checkLinks([url], options)).get(url);
}

function statusFrom(request: IncomingMessage): number {
  return Number(request.url?.slice(1));
}

test("only 404, 410 and a host that does not exist are broken; a refusal or an error is for a person to look at", async () => {
  const { port } = await served((request, response) => response.writeHead(statusFrom(request)).end());
  const state = async (status: number) => (await asked(`http://a.example:${port}/${status}`))?.state;
  for (const status of [200, 204, 304]) expect(await state(status), String(status)).toBe("ok");
  for (const status of [404, 410]) expect(await state(status), String(status)).toBe("broken");
  for (const status of [400, 401, 403, 405, 429, 451, 500, 503])
    expect(await state(status), String(status)).toBe("unchecked");
  const gone = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
  const resolve = async (name: string): Promise<string[]> => (name === "gone.example" ? Promise.reject(gone) : []);
  expect(await asked("http://gone.example/", { ...LOCAL, resolve })).toEqual({
    state: "broken",
    why: "the host does not exist",
  });
});

test("a machine that can look no host up calls none broken", async () => {
  const resolve = (): Promise<never> => Promise.reject(Object.assign(new Error("offline"), { code: "ENOTFOUND" }));
  expect(await asked("http://a.example/", { ...LOCAL, resolve })).toEqual({
    state: "unchecked",
    why: "this machine can look no host up",
  });
});

test("a server that knows GET only is asked by GET, and one that answers HEAD is not asked twice", async () => {
  const { port, seen } = await served((request, response) =>
    response.writeHead(request.method === "GET" || request.url === "/head" ? 200 : 405).end("body"),
  );
  expect((await asked(`http://a.example:${port}/get#part`))?.state).toBe("ok");
  expect((await asked(`http://a.example:${port}/head`))?.state).toBe("ok");
  expect(seen).toEqual(["HEAD a.example/get", "GET a.example/get", "HEAD a.example/head"]);
});

test("who asks says who it is", async () => {
  let agent: string | undefined;
  const { port } = await served((request, response) => {
    agent = request.headers["user-agent"];
    response.end();
  });
  await asked(`http://a.example:${port}/`);
  expect(agent).toMatch(/^karat\/\d/);
});

test("redirects are followed five times, and where they end is told", async () => {
  const { port } = await served((request, response) => {
    const left = statusFrom(request);
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
    else response.end();
  });
  expect(await asked(`http://a.example:${port}/5`)).toMatchObject({
    state: "ok",
    leadsTo: `http://a.example:${port}/0`,
  });
  expect(await asked(`http://a.example:${port}/6`)).toEqual({
    state: "unchecked",
    why: "it redirects more than 5 times",
  });
});

test("a redirect to an address that nobody may ask is refused before it is connected to", async () => {
  const inner = await served((_, response) => response.end("secret"));
  const ways = [
    `http://127.0.0.1:${inner.port}/`,
    `http://[::ffff:127.0.0.1]:${inner.port}/`,
    `http://2130706433:${inner.port}/`,
    `http://inner.example:${inner.port}/`,
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    `http://user:password@outer.example/`,
  ];
  const outer = await served((request, response) =>
    response.writeHead(302, { location: ways[statusFrom(request)] ?? "" }).end(),
  );
  for (const [index, way] of ways.entries()) {
    // This machine stands for a public one until it has redirected.
    const policy = (address: string): string | undefined =>
      address === "127.0.0.1" && outer.seen.length <= index ? undefined : publicOnly(address);
    const answer = await asked(`http://outer.example:${outer.port}/${index}`, { ...LOCAL, policy });
    expect(answer?.state, way).toBe("forbidden");
    expect(outer.seen).toHaveLength(index + 1);
  }
  expect(inner.connected).toEqual([]);
});

test("under the real policy no server on this machine is asked, by whatever name", async () => {
  const { port, connected } = await served((_, response) => response.end());
  const { policy: _, ...real } = LOCAL;
  const names = ["inner.example", "127.0.0.1", "localhost", "0.0.0.0", "[::1]", "0x7f000001", "[::ffff:7f00:1]"];
  const answers = await checkLinks(
    names.map((name) => `http://${name}:${port}/`),
    real,
  );
  expect([...answers.values()].map(({ state }) => state)).toEqual(names.map(() => "forbidden"));
  expect(connected).toEqual([]);
});

test("a name that changes its address after it was looked at gains nothing", async () => {
  const { port, seen } = await served((_, response) => response.end());
  let looks = 0;
  // 127.0.0.2 stands for a public address at which nobody answers.
  const policy = (address: string): string | undefined => (address === "127.0.0.2" ? undefined : publicOnly(address));
  const resolve = async (): Promise<string[]> => (looks++ === 0 ? ["127.0.0.2"] : ["127.0.0.1"]);
  const urls = ["/", "/again"].map((path) => `http://rebind.example:${port}${path}`);
  const answers = await checkLinks(urls, { ...LOCAL, policy, resolve });
  expect([...answers.values()].map(({ state }) => state)).toEqual(["unchecked", "forbidden"]);
  expect(seen).toEqual([]);
});

test("of several addresses of a name only public ones are connected to", async () => {
  const { port, seen } = await served((_, response) => response.end());
  const policy = (address: string): string | undefined => (address === "127.0.0.1" ? undefined : publicOnly(address));
  const resolve = async (): Promise<string[]> => ["10.0.0.1", "::1", "127.0.0.1"];
  expect((await asked(`http://a.example:${port}/`, { ...LOCAL, policy, resolve }))?.state).toBe("ok");
  expect(seen).toHaveLength(1);
});

test("every kind of address that no public page has is refused", () => {
  const inner = [
    ["127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ["169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"],
    ["224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1"],
    ["ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808"],
    ["4000::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1", "fec0::1", "", "example.com"],
  ].flat();
  for (const address of inner) expect(publicOnly(address), address).toBeDefined();
  for (const address of ["8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
    expect(publicOnly(address), address).toBeUndefined();
});

test("no address of a private block is public, in IPv4 nor mapped into IPv6", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const block = fc.constantFrom([10], [127], [192, 168], [169, 254], [172, 20], [100, 100], [0], [250]);
  fc.assert(
    fc.property(block, fc.tuple(byte, byte, byte), (first, rest) => {
      const address = [...first, ...rest].slice(0, 4).join(".");
      expect(publicOnly(address)).toBeDefined();
      expect(publicOnly(`::ffff:${address}`)).toBeDefined();
    }),
  );
});

test("a host is asked one question at a time with a pause, and others meanwhile", async () => {
  let now = 0;
  let most = 0;
  const times: number[] = [];
  const { port } = await served((request, response) => {
    if (request.headers.host?.startsWith("a.")) times.push(performance.now());
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      response.end();
    }, 20);
  });
  const urls = ["a", "b"].flatMap((host) => [1, 2, 3].map((page) => `http://${host}.example:${port}/${page}`));
  await checkLinks(urls, { ...LOCAL, pause: 300 });
  expect(most).toBe(2);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(290);
});

test("Retry-After is kept to when it is short, and not waited for when it is long", async () => {
  let asks = 0;
  const { port } = await served((request, response) => {
    asks++;
    if (asks > 1 && request.url === "/short") return response.end();
    return response.writeHead(429, { "retry-after": request.url === "/short" ? "1" : "3600" }).end();
  });
  expect((await asked(`http://a.example:${port}/short`))?.state).toBe("ok");
  expect(asks).toBe(2);
  expect((await asked(`http://a.example:${port}/long`))?.state).toBe("unchecked");
  expect(asks).toBe(3);
});

test("silence costs no more than the time that is given, for one link and for all", async () => {
  const { port } = await served(() => undefined);
  const began = performance.now();
  const urls = ["/1", "/2", "/3", "/4"].map((path) => `http://a.example:${port}${path}`);
  const answers = await checkLinks(urls, { ...LOCAL, perLink: 300, overall: 700 });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect([...answers.values()].map(({ state }) => state)).toEqual(urls.map(() => "unchecked"));
  expect(answers.get(urls[0] ?? "")?.why).toBe("no answer in time");
  expect(answers.get(urls[3] ?? "")?.why).toBe("there was no time left to ask");
});

test("an endless body is not read", async () => {
  const { port } = await served((request, response) => {
    if (request.method === "HEAD") return response.writeHead(405).end();
    const more = (): boolean => response.write("x".repeat(65_536));
    response.on("drain", more);
    return more();
  });
  expect((await asked(`http://a.example:${port}/`))?.state).toBe("ok");
});

test("what is known is not asked again until it is old, and what is uncertain is not kept", async () => {
  const dir = mkdtempSync(join(tmpdir(), "karat-links-"));
  try {
    const path = join(dir, "links.json");
    const { port, seen } = await served((request, response) => response.writeHead(statusFrom(request)).end());
    const known: Known = readCache(path);
    const urls = [200, 404, 503].map((status) => `http://a.example:${port}/${status}`);
    await checkLinks(urls, { ...LOCAL, known });
    writeCache(path, known);
    const before = seen.length;
    await checkLinks([...urls, `${urls[0]}#part`], { ...LOCAL, known: readCache(path) });
    expect(seen.slice(before)).toEqual(["HEAD a.example/503", "GET a.example/503"]);
    expect(readCache(path, Date.now() + 2 * 3_600_000).size).toBe(1);
    expect(readCache(path, Date.now() + 8 * 24 * 3_600_000).size).toBe(0);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -5));
    expect(readCache(path).size).toBe(0);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
