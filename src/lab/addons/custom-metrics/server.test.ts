import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { request, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureAuthority, ensureCertificate, type KeyPair } from "../../pki.js";
import { adapterServer } from "./server.js";

let folder: string;
let server: ReturnType<typeof adapterServer>;
let authority: KeyPair;
let proxies: Record<"right" | "renamed" | "foreign", KeyPair>;
const problems: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-adapter-"));
  authority = await ensureAuthority(folder, "ca");
  const frontProxy = await ensureAuthority(folder, "front-proxy-ca");
  proxies = {
    right: await ensureCertificate(folder, "right", frontProxy, { commonName: "front-proxy" }),
    renamed: await ensureCertificate(folder, "renamed", frontProxy, { commonName: "somebody" }),
    foreign: await ensureCertificate(folder, "foreign", authority, { commonName: "front-proxy" }),
  };
  const serving = await ensureCertificate(folder, "serving", authority, {
    commonName: "adapter",
    serves: { names: ["localhost"] },
  });
  const config = { serving, frontProxy: { authority: frontProxy.cert, name: "front-proxy" } };
  const answer = async ({ pathname }: URL) => {
    if (pathname === "/broken") throw new Error("no answer");
    return { status: 200, body: { pathname } };
  };
  server = adapterServer(config, answer, (error) => problems.push(error)).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(path: string, who?: KeyPair, { user = "alice", method = "GET" } = {}): Promise<number | undefined> {
  const { port } = server.address() as AddressInfo;
  const options: RequestOptions = {
    host: "127.0.0.1",
    servername: "localhost",
    port,
    path,
    method,
    agent: false,
    ca: readFileSync(authority.cert),
    headers: user ? { "x-remote-user": user } : {},
    ...(who ? { cert: readFileSync(who.cert), key: readFileSync(who.key) } : {}),
  };
  const call = request(options).end();
  const [response] = (await once(call, "response")) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

test("the API server's front proxy is answered", async () => {
  expect(await ask("/apis", proxies.right)).toBe(200);
});

test("nobody else is, whatever user they say to ask for", async () => {
  expect(await ask("/apis")).toBe(401);
  expect(await ask("/apis", proxies.renamed)).toBe(401);
  expect(await ask("/apis", proxies.foreign)).toBe(401);
  expect(await ask("/apis", proxies.right, { user: "" })).toBe(401);
});

test("anybody may ask for health, and nothing can be written", async () => {
  expect(await ask("/readyz")).toBe(200);
  expect(await ask("/apis", proxies.right, { method: "POST" })).toBe(405);
});

test("what cannot be answered is an error of the server's", async () => {
  expect(await ask("/broken", proxies.right)).toBe(500);
  expect(problems).toMatchObject([{ message: "no answer" }]);
});
