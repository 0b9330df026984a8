import { constants } from "node:http2";
import type { Http2ServerResponse } from "node:http2";
import { connect as tcpConnect, createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.js";
import type { Kube } from "./client.js";
import { LIMITS } from "./limits.js";
import {
  base64,
  bodyOf,
  kubeconfigText,
  scratch,
  sendJson,
  shorten,
  startServer,
  type Handler,
  type TestServer,
} from "./testing.js";

let folder: ReturnType<typeof scratch>;
const closing: (() => Promise<unknown> | void)[] = [];
beforeEach(() => {
  folder = scratch();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  folder.remove();
});

async function serve(handler: Handler, options?: Parameters<typeof startServer>[1]): Promise<TestServer> {
  const server = await startServer(handler, options);
  closing.push(() => server.close());
  return server;
}

function client({ url: server, ca }: TestServer): Kube {
  const text = kubeconfigText({ server, "certificate-authority-data": base64(ca) });
  const kube = connect({ kubeconfig: folder.file("config", text), userAgent: "karat/test" });
  closing.push(() => kube.close());
  return kube;
}

const resetStream = (response: Parameters<Handler>[1], code: number = constants.NGHTTP2_INTERNAL_ERROR): void =>
  (response as Http2ServerResponse).stream.close(code);

describe("a request", () => {
  it("returns an error status as an answer", async () => {
    const status = { kind: "Status", message: "pods is forbidden", code: 403 };
    const kube = client(await serve((_request, response) => sendJson(response, 403, status)));
    expect(await kube.request("GET", "/x")).toMatchObject({ status: 403, body: status });
    await expect(kube.get("/x")).rejects.toMatchObject({ code: "FORBIDDEN", name: "ApiRefused" });
  });

  it("sends JSON with its media type, credentials and name", async () => {
    const seen: unknown[] = [];
    const server = await serve(async (request, response) => {
      const { method, url, headers } = request;
      seen.push([
        method,
        url,
        headers["content-type"],
        headers.authorization,
        headers["user-agent"],
        await bodyOf(request),
      ]);
      sendJson(response, 201, {});
    });
    const options = {
      body: { a: "ä" },
      contentType: "application/apply-patch+yaml",
      query: { force: true, no: undefined },
    };
    await client(server).request("PATCH", "/x", options);
    expect(seen).toEqual([
      [
        "PATCH",
        "/x?force=true",
        "application/apply-patch+yaml",
        "Bearer test-token-0123456789",
        "karat/test",
        '{"a":"ä"}',
      ],
    ]);
  });

  it("keeps what is no JSON as text", async () => {
    const kube = client(await serve((_request, response) => void response.end("404 page not found")));
    expect((await kube.request("GET", "/x")).body).toEqual({ text: "404 page not found" });
  });

  it("reads a body of many megabytes", async () => {
    const big = { items: Array.from({ length: 40_000 }, (_, index) => ({ index, text: "x".repeat(500) })) };
    const kube = client(await serve((_request, response) => sendJson(response, 200, big)));
    expect((await kube.request("GET", "/x")).body["items"]).toHaveLength(40_000);
  });

  it("sends a body of a megabyte", async () => {
    const server = await serve(async (request, response) => {
      sendJson(response, 201, { size: (await bodyOf(request)).length });
    });
    const answer = await client(server).request("POST", "/x", { body: { data: "x".repeat(1 << 20) } });
    expect(answer.body["size"]).toBeGreaterThan(1 << 20);
  });

  it("is given up with the signal's reason, whatever it waits for", async () => {
    const later: Handler = (_request, response) => {
      response.setHeader("retry-after", "9");
      sendJson(response, 429, {});
    };
    const reason = new Error("enough");
    for (const handler of [later, () => {}]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 50);
      const asked = client(await serve(handler)).request("GET", "/x", { signal: controller.signal });
      await expect(asked).rejects.toBe(reason);
    }
  });

  it("puts a limit to one attempt", async () => {
    const restore = shorten({ unmet: 100, lost: 100 });
    closing.push(restore);
    const kube = client(await serve(() => {}));
    await expect(kube.request("GET", "/x", { timeoutMs: 80 })).rejects.toMatchObject({ name: "ApiLost", sent: true });
  });
});

describe("an answer of 429 or 503", () => {
  it.each([429, 503])("with Retry-After is obeyed (%i)", async (status) => {
    let asked = 0;
    const server = await serve((_request, response) => {
      if (++asked < 3) response.setHeader("retry-after", asked === 1 ? "0" : "1");
      sendJson(response, asked < 3 ? status : 201, {});
    });
    const started = performance.now();
    expect((await client(server).request("POST", "/x", { body: {} })).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(asked).toBe(3);
  });

  it("without it is an answer", async () => {
    const kube = client(await serve((_request, response) => sendJson(response, 503, {})));
    expect((await kube.request("GET", "/x")).status).toBe(503);
  });

  it("is not obeyed for ever", async () => {
    const kube = client(
      await serve((_request, response) => {
        response.setHeader("retry-after", "0");
        sendJson(response, 429, {});
      }),
    );
    expect((await kube.request("GET", "/x")).status).toBe(429);
    expect(kube.stats().retries).toBe(10);
  });
});

describe("a lost connection", () => {
  it("is tried again by a verb that is safe to repeat", async () => {
    let asked = 0;
    const server = await serve((_request, response) => {
      if (++asked === 1) for (const socket of server.sockets) socket.destroy();
      else sendJson(response, 200, { asked });
    });
    expect((await client(server).request("DELETE", "/x")).body).toEqual({ asked: 2 });
  });

  it("is not by POST, which may have been carried out", async () => {
    let asked = 0;
    const server = await serve(() => {
      asked++;
      for (const socket of server.sockets) socket.destroy();
    });
    const posted = client(server).request("POST", "/x", { body: {} });
    await expect(posted).rejects.toMatchObject({ name: "ApiLost", sent: true });
    expect(asked).toBe(1);
  });

  it("is by POST when the server says that it has not looked at it", async () => {
    let asked = 0;
    const server = await serve((_request, response) => {
      if (++asked === 1) resetStream(response, constants.NGHTTP2_REFUSED_STREAM);
      else sendJson(response, 201, {});
    });
    expect((await client(server).request("POST", "/x", { body: {} })).status).toBe(201);
  });

  it("in the middle of an answer is one as well", async () => {
    let asked = 0;
    const server = await serve((_request, response) => {
      if (++asked > 1) return sendJson(response, 200, { whole: true });
      response.setHeader("content-type", "application/json");
      (response as Http2ServerResponse).write('{"whole": fal');
      setTimeout(() => resetStream(response), 20);
    });
    expect((await client(server).request("GET", "/x")).body).toEqual({ whole: true });
  });

  it("cut cleanly in the middle of its JSON is one as well", async () => {
    let asked = 0;
    const server = await serve((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(++asked > 1 ? '{"whole": true}' : '{"whole": tr');
    });
    expect((await client(server).request("GET", "/x")).body).toEqual({ whole: true });
  });

  it("is waited for while a known server restarts", async () => {
    const pair = { handler: (_: unknown, response: Parameters<Handler>[1]) => sendJson(response, 200, {}) };
    const first = await serve(pair.handler);
    const kube = client(first);
    await kube.request("GET", "/x");
    await first.close();
    const later = kube.request("GET", "/x").then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, 700));
    // Another certificate, so the client must refuse it; the point is that it came back to look.
    await serve(pair.handler, { port: first.port });
    expect(await later).toContain("is not trusted");
  });
});

describe("credentials that the server no longer accepts", () => {
  it("are read again, once", async () => {
    const tokens: unknown[] = [];
    const server = await serve((request, response) => {
      tokens.push(request.headers.authorization);
      sendJson(response, request.headers.authorization === "Bearer token-of-tomorrow" ? 200 : 401, {});
    });
    const kube = client(server);
    const cluster = { server: server.url, "certificate-authority-data": base64(server.ca) };
    folder.file("config", kubeconfigText(cluster, { token: "token-of-tomorrow" }));
    expect((await kube.request("POST", "/x", { body: {} })).status).toBe(200);
    expect(tokens).toEqual(["Bearer test-token-0123456789", "Bearer token-of-tomorrow"]);
    folder.file("config", kubeconfigText(cluster, { token: "token-of-yesterday" }));
    await expect(client(server).get("/x")).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(tokens).toHaveLength(4);
  });
});

describe("connections", () => {
  let frozen = false;
  const relayUntilFrozen = (one: Socket, other: Socket): void => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      from.on("error", () => {});
      from.on("data", (chunk) => void (frozen || to.write(chunk)));
    }
  };
  const slow: Handler = (_request, response) => void setTimeout(() => sendJson(response, 200, {}), 5);

  it("are one for everything with HTTP/2", async () => {
    const server = await serve(slow);
    const kube = client(server);
    await Promise.all(Array.from({ length: 40 }, () => kube.request("GET", "/x")));
    expect(server.connections).toBe(1);
    expect(kube.stats()).toMatchObject({ connections: { opened: 1, peak: 1 }, requests: { get: 40 } });
    expect(kube.stats().peakConcurrent).toBeLessThanOrEqual(LIMITS.concurrent);
  });

  it("are few with HTTP/1.1, because they are kept", async () => {
    const server = await serve(slow, { http1: true });
    const kube = client(server);
    for (let round = 0; round < 4; round++) {
      await Promise.all(Array.from({ length: 12 }, () => kube.request("GET", "/x")));
    }
    expect(server.connections).toBeLessThanOrEqual(12);
  });

  it("that a graceful GOAWAY ends lose no request", async () => {
    const server = await serve((_request, response) => {
      setTimeout(() => sendJson(response, 200, {}), 20);
      for (const session of server.sessions) if (!session.closed && Math.random() < 0.1) session.close();
    });
    const kube = client(server);
    const all = Array.from({ length: 80 }, () => kube.request("POST", "/x", { body: {} }));
    expect((await Promise.all(all)).every(({ status }) => status === 200)).toBe(true);
  });

  it("that no longer answer are given up after a ping", async () => {
    closing.push(shorten({ pingEvery: 50, pingAnswer: 50, lost: 5000 }));
    const server = await serve((_request, response) => sendJson(response, 200, {}));
    // Between us and the server: its first connection freezes, as when a machine loses its power.
    let connections = 0;
    const relay = createTcpServer((socket) => {
      const onward = tcpConnect(server.port, "127.0.0.1");
      closing.push(() => void [socket, onward].map((each) => each.destroy()));
      if (++connections > 1) socket.pipe(onward).pipe(socket);
      else relayUntilFrozen(socket, onward);
    });
    await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
    closing.push(() => void relay.close());
    const kube = client({ ...server, url: `https://127.0.0.1:${(relay.address() as AddressInfo).port}` });
    await kube.request("GET", "/x");
    frozen = true;
    expect((await kube.request("GET", "/x")).status).toBe(200);
    expect(connections).toBe(2);
  });
});

describe("logs", () => {
  it("are text, cut at the limit", async () => {
    const urls: unknown[] = [];
    const server = await serve((request, response) => {
      urls.push(request.url);
      response.setHeader("content-type", "text/plain");
      response.end('{"looks": "like JSON"}');
    });
    const log = await client(server).logs({ namespace: "n", name: "p" }, { container: "c", limitBytes: 22 });
    expect(log).toEqual({ status: 200, text: '{"looks": "like JSON"}', truncated: true });
    expect(urls).toEqual(["/api/v1/namespaces/n/pods/p/log?container=c&limitBytes=22"]);
  });

  it("that are not there yet come with the server's words", async () => {
    const message = 'container "c" in pod "p" is waiting to start: ContainerCreating';
    const kube = client(await serve((_request, response) => sendJson(response, 400, { message })));
    expect(await kube.logs({ namespace: "n", name: "p" })).toEqual({ status: 400, text: message, truncated: false });
  });
});
