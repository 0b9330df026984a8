import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect as tcpConnect, isIP, type Socket } from "node:net";
import { connect as tlsConnect, type TLSSocket } from "node:tls";
import { SocksClient } from "socks";
import type { Credentials } from "./credentials.js";
import { deadline, onAbort } from "./deadline.js";
import { durations } from "./durations.js";
import { ApiLost, lost } from "./errors.js";

export interface Connection {
  socket: Socket;
  /** What the server chose by ALPN (RFC 7301); "http/1.1" where it does not take part. */
  protocol: "h2" | "http/1.1";
}

/** Opens one connection to the API server, through its proxy where there is one. @throws ApiLost, KubeError */
export async function dial(
  credentials: Credentials,
  protocols: readonly ("h2" | "http/1.1")[],
  signal?: AbortSignal,
): Promise<Connection> {
  const { server, proxy } = credentials;
  const host = server.hostname.replace(/^\[|\]$/g, "");
  const port = Number(server.port || (server.protocol === "https:" ? 443 : 80));
  const tls = server.protocol === "https:" ? await credentials.tls() : undefined;
  const limit = deadline(signal, durations.dial);
  let socket: Socket | undefined;
  const detach = onAbort(limit.signal, () => void socket?.destroy(limit.signal.reason as Error));
  try {
    socket = proxy ? await tunnel(proxy, host, port, limit.signal) : tcpConnect({ host, port, autoSelectFamily: true });
    // client-go's dialer has it too: intermediate hops forget idle connections.
    socket.setKeepAlive(true, durations.keepAlive);
    socket.setNoDelay(true);
    if (!tls) {
      if (socket.connecting) await once(socket, "connect");
      return { socket, protocol: "http/1.1" };
    }
    const servername = tls.servername ?? (isIP(host) ? "" : host);
    socket = tlsConnect({ ...tls, host, servername, socket, ALPNProtocols: [...protocols] });
    await once(socket, "secureConnect");
    return { socket, protocol: (socket as TLSSocket).alpnProtocol === "h2" ? "h2" : "http/1.1" };
  } catch (error) {
    socket?.destroy();
    if (signal?.aborted) throw signal.reason;
    throw lost(limit.expired ? limit.signal.reason : error, server.origin, false);
  } finally {
    detach();
    limit.done();
  }
}

/** A socket that ends at host:port, through an HTTP(S) or SOCKS proxy. @throws ApiLost PROXY */
async function tunnel(proxy: URL, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  try {
    return proxy.protocol.startsWith("socks")
      ? await socksTunnel(proxy, host, port)
      : await connectTunnel(proxy, host, port, signal);
  } catch (error) {
    throw new ApiLost(
      "PROXY",
      `the proxy ${proxy.protocol}//${proxy.host} opens no way to ${host}:${port}`,
      "check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY",
      { cause: error, sent: false },
    );
  }
}

async function socksTunnel(proxy: URL, host: string, port: number): Promise<Socket> {
  const { socket } = await SocksClient.createConnection({
    command: "connect",
    timeout: durations.dial,
    destination: { host, port },
    proxy: {
      host: proxy.hostname,
      port: Number(proxy.port || 1080),
      type: proxy.protocol.startsWith("socks4") ? 4 : 5,
      ...(proxy.username ? { userId: decodeURIComponent(proxy.username) } : {}),
      ...(proxy.password ? { password: decodeURIComponent(proxy.password) } : {}),
    },
  });
  return socket;
}

/** CONNECT (RFC 9110 §9.3.6). */
function connectTunnel(proxy: URL, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: authority,
    agent: false,
    signal,
    headers: {
      host: authority,
      ...(proxy.username ? { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` } : {}),
    },
  });
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      response.resume();
      reject(new Error(`it answered CONNECT with ${response.statusCode}`));
    });
    request.on("connect", (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`it answered CONNECT with ${response.statusCode}`));
    });
    request.end();
  });
}
