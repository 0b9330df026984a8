import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { connect as tcpConnect, createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.js";
import type { Kube } from "./client.js";
import {
  base64,
  kubeconfigText,
  scratch,
  selfSigned,
  sendJson,
  shorten,
  startServer,
  type TestServer,
} from "./testing.js";

let folder: ReturnType<typeof scratch>;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = scratch();
  const restore = shorten({ unmet: 500 });
  closing.push(async () => restore());
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  folder.remove();
});

async function serve(options?: Parameters<typeof startServer>[1]): Promise<TestServer> {
  const server = await startServer((request, response) => sendJson(response, 200, { path: request.url }), options);
  closing.push(() => server.close());
  return server;
}

function client(cluster: Record<string, unknown>, user?: Record<string, unknown>): Kube {
  const kube = connect({ kubeconfig: folder.file("config", kubeconfigText(cluster, user)) });
  closing.push(() => kube.close());
  return kube;
}

const trusting = (server: TestServer, more: object = {}) => ({
  server: server.url,
  "certificate-authority-data": base64(server.ca),
  ...more,
});

describe("TLS", () => {
  it("tells an unknown authority at once, and what to do", async () => {
    const server = await serve();
    const started = performance.now();
    await expect(client({ server: server.url }).get("/version")).rejects.toMatchObject({
      code: "TLS_UNTRUSTED",
      next: expect.stringContaining("certificate-authority") as string,
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("goes on without verification when told so", async () => {
    const server = await serve();
    const kube = client({ server: server.url, "insecure-skip-tls-verify": true });
    expect(await kube.get("/x")).toEqual({ path: "/x" });
  });

  it("verifies the name in tls-server-name", async () => {
    const server = await serve({ pair: await selfSigned("right.test") });
    expect(await client(trusting(server, { "tls-server-name": "right.test" })).get("/x")).toEqual({ path: "/x" });
    const wrong = client(trusting(server, { "tls-server-name": "wrong.test" }));
    await expect(wrong.get("/x")).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
  });

  it("presents a client certificate, and tells when the server wants one", async () => {
    const pair = await selfSigned();
    const server = await serve({ clientCa: pair.cert });
    const user = { "client-certificate-data": base64(pair.cert), "client-key-data": base64(pair.key) };
    expect(await client(trusting(server), user).get("/x")).toEqual({ path: "/x" });
    await expect(client(trusting(server), { token: "0123456789" }).get("/x")).rejects.toMatchObject({
      name: "ApiLost",
    });
  });
});

describe("an address", () => {
  it("tells soon that nothing listens there", async () => {
    const server = await serve();
    await server.close();
    const started = performance.now();
    await expect(client(trusting(server)).get("/x")).rejects.toMatchObject({ code: "CONNECTION_REFUSED" });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("tells that a host cannot be resolved", async () => {
    const away = client({ server: "https://no-such-host.invalid:6443" });
    await expect(away.get("/x")).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
  });

  it("that accepts and says nothing is not waited for once nobody wants the answer", async () => {
    let hungUp: Promise<unknown> | undefined;
    const silent = createTcpServer((socket) => {
      hungUp = once(socket.resume(), "close");
    });
    const kube = client({ server: `https://127.0.0.1:${await listen(silent)}` });
    const stopping = new AbortController();
    const asked = kube.get("/x", { signal: stopping.signal });
    setTimeout(() => stopping.abort(new Error("stop")), 50);
    const started = performance.now();
    await expect(asked).rejects.toThrow("stop");
    await kube.close();
    await hungUp;
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("may have a path of its own", async () => {
    const server = await serve();
    const kube = client({ ...trusting(server), server: `${server.url}/k8s/clusters/c1/` });
    expect(await kube.get("/version")).toEqual({ path: "/k8s/clusters/c1/version" });
  });

  it("may be plain HTTP on this machine, as kubectl proxy serves it", async () => {
    const server = createHttpServer((_request, response) => sendJson(response, 200, { plain: true }));
    expect(await client({ server: `http://127.0.0.1:${await listen(server)}` }, {}).get("/x")).toEqual({ plain: true });
  });
});

describe("a proxy", () => {
  it("is asked to CONNECT, with its credentials, and HTTP/2 goes through it", async () => {
    const server = await serve();
    const asked: unknown[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (request, socket, head) => {
      asked.push([request.url, request.headers["proxy-authorization"]]);
      const onward = tcpConnect(server.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      for (const each of [socket, onward]) each.on("error", () => {});
    });
    const url = `http://me:secret-word@127.0.0.1:${await listen(proxy)}`;
    const kube = client(trusting(server, { "proxy-url": url }));
    expect(await kube.get("/x")).toEqual({ path: "/x" });
    expect(asked).toEqual([[`127.0.0.1:${server.port}`, `Basic ${base64("me:secret-word")}`]]);
    expect(server.sessions.size).toBe(1);
    expect(kube.secrets()).toContain("secret-word");
  });

  it("that refuses is named", async () => {
    const server = await serve();
    const proxy = createHttpServer();
    proxy.on("connect", (_request, socket) => void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
    const kube = client(trusting(server, { "proxy-url": `http://127.0.0.1:${await listen(proxy)}` }));
    await expect(kube.get("/x")).rejects.toMatchObject({ code: "PROXY" });
  });

  it("may speak SOCKS 5 (RFC 1928)", async () => {
    const server = await serve();
    const proxy = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.write(Buffer.from([5, 0]));
        socket.once("data", () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          const onward = tcpConnect(server.port, "127.0.0.1");
          onward.on("error", () => {});
          socket.pipe(onward).pipe(socket);
        });
      });
    });
    const kube = client(trusting(server, { "proxy-url": `socks5://127.0.0.1:${await listen(proxy)}` }));
    expect(await kube.get("/x")).toEqual({ path: "/x" });
  });
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  return (server.address() as AddressInfo).port;
}
