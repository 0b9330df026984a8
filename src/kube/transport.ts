import type { Socket } from "node:net";
import type { Credentials } from "./credentials.js";
import { orAborted } from "./deadline.js";
import { dial } from "./dial.js";
import { KubeError } from "./errors.js";
import { Http1Pool } from "./http1.js";
import { Http2Connection } from "./http2.js";
import type { Meter } from "./stats.js";
import type { WireAnswer, WireRequest } from "./wire.js";

/**
 * The connections to one API server: a single HTTP/2 one that all requests and watches share (a second one only
 * while it leaves after a GOAWAY, or has no stream left), or an HTTP/1.1 pool where the server does not offer HTTP/2.
 */
export class Transport {
  #http2: Http2Connection[] = [];
  #dialling: Promise<void> | undefined;
  #http1: Http1Pool | undefined;
  #spare: Socket | undefined;
  readonly #closing = new AbortController();

  constructor(
    private readonly credentials: Credentials,
    private readonly meter: Meter,
  ) {}

  /** @throws ApiLost, KubeError; the signal's reason */
  async send(request: WireRequest): Promise<WireAnswer> {
    for (;;) {
      this.#closing.signal.throwIfAborted();
      request.signal.throwIfAborted();
      if (this.#http1) return this.#http1.send(request);
      const connection = this.#http2.find((each) => each.open);
      if (connection) return connection.send(request);
      this.#dialling ??= this.#open().finally(() => {
        this.#dialling = undefined;
      });
      await orAborted(this.#dialling, request.signal);
    }
  }

  /** Somebody waited in vain: finds out whether the connections still live. */
  suspect(): void {
    for (const connection of this.#http2) connection.suspect();
  }

  async close(): Promise<void> {
    // A connection that is being opened would keep the process waiting.
    this.#closing.abort(closed());
    this.#spare?.destroy();
    for (const connection of this.#http2) connection.close();
    await this.#http1?.close();
  }

  async #open(): Promise<void> {
    const { socket, protocol } = await this.#dial(["h2", "http/1.1"]);
    if (protocol === "h2") {
      const connection = new Http2Connection(socket, this.credentials.server.origin, () => {
        this.#http2 = this.#http2.filter((other) => other !== connection);
      });
      this.#http2.push(connection);
      return;
    }
    this.#spare = socket;
    this.#http1 = new Http1Pool(this.credentials.server.origin, async () => {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare && !spare.destroyed ? spare : (await this.#dial(["http/1.1"])).socket;
    });
  }

  async #dial(protocols: readonly ("h2" | "http/1.1")[]): ReturnType<typeof dial> {
    const connection = await dial(this.credentials, protocols, this.#closing.signal);
    if (this.#closing.signal.aborted) {
      connection.socket.destroy();
      throw closed();
    }
    this.meter.connected();
    connection.socket.once("close", () => this.meter.disconnected());
    return connection;
  }
}

function closed(): KubeError {
  return new KubeError("CLOSED", "this client was closed", "connect again");
}
