import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ensureAuthority, ensureCertificate } from "../pki.js";
import { ApiClient, ApiError } from "./api-client.js";

interface Request {
  method: string | undefined;
  url: string | undefined;
  type: string | undefined;
  body: string;
  connection: number | undefined;
}

let folder: string;
let server: Server;
let client: ApiClient;
const requests: Request[] = [];

/** An API server that notes what it is asked; watches get two events and end. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "karat-api-"));
  const authority = await ensureAuthority(folder, "ca");
  const pair = await ensureCertificate(folder, "server", authority, {
    commonName: "server",
    serves: { ips: ["127.0.0.1"], names: ["localhost"] },
  });
  const user = await ensureCertificate(folder, "user", authority, { commonName: "user" });
  const tls = { cert: readFileSync(pair.cert), key: readFileSync(pair.key), ca: readFileSync(authority.cert) };
  server = createServer({ ...tls, requestCert: true }, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method, url, headers, socket } = request;
      requests.push({ method, url, type: headers["content-type"], body, connection: socket.remotePort });
      if (url?.includes("watch=true")) {
        response.write('{"type":"ADDED","object":{"n":1}}\n{"type":"MOD');
        response.end('IFIED","object":{"n":2}}\n');
      } else if (url === "/missing") {
        response.writeHead(404).end('{"kind":"Status","message":"no such thing"}');
      } else {
        response.end('{"ok":true}');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, "kubeconfig");
  const cluster = { server: `https://127.0.0.1:${port}`, "certificate-authority": authority.cert };
  const credentials = { "client-certificate-data": base64(user.cert), "client-key": user.key };
  writeFileSync(kubeconfig, stringify({ clusters: [{ cluster }], users: [{ user: credentials }] }));
  client = new ApiClient(kubeconfig);
});

function base64(file: string): string {
  return readFileSync(file).toString("base64");
}

afterAll(() => {
  client.close();
  server.close();
  rmSync(folder, { recursive: true });
});

describe("request", () => {
  it("sends bodies whole whatever the method, over one connection", async () => {
    requests.length = 0;
    for (const method of ["DELETE", "POST", "PATCH"])
      expect(await client.request(method, "/x", { a: "ä" })).toEqual({ ok: true });
    await client.request("GET", "/x");
    expect(requests.map(({ method, type, body }) => [method, type, body])).toEqual([
      ["DELETE", "application/json", '{"a":"ä"}'],
      ["POST", "application/json", '{"a":"ä"}'],
      ["PATCH", "application/merge-patch+json", '{"a":"ä"}'],
      ["GET", undefined, ""],
    ]);
    expect(new Set(requests.map(({ connection }) => connection)).size).toBe(1);
  });

  it("says what the server answered", async () => {
    await expect(client.request("GET", "/missing")).rejects.toThrow(ApiError);
    await expect(client.request("GET", "/missing")).rejects.toThrow("GET /missing: 404 no such thing");
  });
});

describe("watch", () => {
  it("yields events however they are cut, and ends with the server", async () => {
    const events = [];
    for await (const event of client.watch("/things?fieldSelector=a", "7", new AbortController().signal))
      events.push(event);
    expect(events).toEqual([
      { type: "ADDED", object: { n: 1 } },
      { type: "MODIFIED", object: { n: 2 } },
    ]);
    expect(requests.at(-1)?.url).toMatch(/^\/things\?fieldSelector=a&watch=true&resourceVersion=7&timeoutSeconds=\d+$/);
  });
});
