import "reflect-metadata";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { stringify } from "yaml";
import { durations } from "./durations.js";

export interface KeyPair {
  /** PEM. */
  cert: string;
  key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A self-signed certificate for these DNS names and 127.0.0.1. */
export async function selfSigned(...names: string[]): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=test",
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true),
      new SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        ...names.map((value) => ({ type: "dns" as const, value })),
      ]),
    ],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  return { cert: certificate.toString("pem"), key };
}

export type Handler = (
  request: Http2ServerRequest | IncomingMessage,
  response: Http2ServerResponse | ServerResponse,
) => unknown;

/** A TLS server on loopback that answers as the test says, and knows its connections. */
export interface TestServer {
  url: string;
  port: number;
  ca: string;
  /** Connections accepted so far. */
  connections: number;
  sockets: Set<Socket>;
  /** HTTP/2 only. */
  sessions: Set<ServerHttp2Session>;
  close(): Promise<void>;
}

export async function startServer(
  handler: Handler,
  options: { http1?: boolean; pair?: KeyPair; clientCa?: string; port?: number } = {},
): Promise<TestServer> {
  const pair = options.pair ?? (await selfSigned());
  const tls = {
    ...pair,
    ...(options.clientCa ? { ca: options.clientCa, requestCert: true, rejectUnauthorized: true } : {}),
  };
  const server = options.http1
    ? createServer(tls, (request, response) => void handler(request, response))
    : createSecureServer(tls, (request, response) => void handler(request, response));
  const state: TestServer = {
    url: "",
    port: 0,
    ca: pair.cert,
    connections: 0,
    sockets: new Set(),
    sessions: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of state.sockets) socket.destroy();
      }),
  };
  (server as Server).on("secureConnection", (socket) => {
    state.connections++;
    state.sockets.add(socket);
    socket.on("close", () => state.sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.on("session", (session: ServerHttp2Session) => {
    state.sessions.add(session);
    session.on("close", () => state.sessions.delete(session));
    session.on("error", () => {});
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => (server as Server).listen(options.port ?? 0, "127.0.0.1", resolve));
  state.port = (server.address() as AddressInfo).port;
  state.url = `https://127.0.0.1:${state.port}`;
  return state;
}

export function sendJson(response: Http2ServerResponse | ServerResponse, status: number, body: unknown): void {
  (response as ServerResponse).writeHead(status, {
    "content-type": "application/json",
    date: new Date().toUTCString(),
  });
  (response as ServerResponse).end(JSON.stringify(body));
}

export async function bodyOf(request: Http2ServerRequest | IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A folder that goes away with `remove`. */
export function scratch(): {
  path: string;
  file(name: string, content: string, mode?: number): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), "karat-kube-"));
  return {
    path,
    file(name, content, mode = 0o600) {
      writeFileSync(join(path, name), content, { mode });
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** A kubeconfig with one context, as text. */
export function kubeconfigText(
  cluster: Record<string, unknown>,
  user: Record<string, unknown> = { token: "test-token-0123456789" },
  name = "test",
): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Shortens waits for one test; the result restores them. */
export function shorten(changes: Partial<Record<keyof typeof durations, number>>): () => void {
  const before = { ...durations };
  Object.assign(durations, changes);
  return () => void Object.assign(durations, before);
}
