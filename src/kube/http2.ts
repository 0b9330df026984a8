import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { onAbort } from "./deadline.js";
import { durations } from "./durations.js";
import { lost } from "./errors.js";
import { plainHeaders, type WireAnswer, type WireRequest } from "./wire.js";

/** Flow-control windows: the default 64 KiB would cap a large list at one window a round trip. */
const STREAM_WINDOW = 1 << 20;
const SESSION_WINDOW = 8 << 20;

/**
 * One HTTP/2 connection (RFC 9113). After a graceful GOAWAY it takes no new streams and lets the open ones end: API
 * servers send it on shutdown and, with --goaway-chance, to spread load. A silent connection is pinged.
 */
export class Http2Connection {
  readonly #session: ClientHttp2Session;
  readonly #pinger: NodeJS.Timeout;
  #streams = 0;

  constructor(
    socket: Socket,
    private readonly origin: string,
    onClose: () => void,
  ) {
    this.#session = connect(origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW },
    });
    this.#session.setLocalWindowSize(SESSION_WINDOW);
    this.#session.setMaxListeners(0);
    this.#session.on("error", () => {}); // Each stream tells of it.
    this.#session.on("close", () => {
      clearInterval(this.#pinger);
      onClose();
    });
    this.#pinger = setInterval(() => this.#ping(), durations.pingEvery);
    this.#pinger.unref();
    this.#session.unref();
  }

  /** True while it can take one more stream. */
  get open(): boolean {
    // A graceful GOAWAY closes it: what is under way goes on.
    if (this.#session.closed || this.#session.destroyed) return false;
    return this.#streams < (this.#session.remoteSettings?.maxConcurrentStreams ?? 100);
  }

  /** @throws ApiLost; the signal's reason */
  send(request: WireRequest): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const { signal } = request;
      let stream: ClientHttp2Stream;
      try {
        signal.throwIfAborted();
        stream = this.#session.request(
          { ...request.headers, ":method": request.method, ":path": request.path },
          { endStream: request.body === undefined },
        );
      } catch (error) {
        reject(signal.aborted ? error : lost(error, this.origin, false));
        return;
      }
      if (this.#streams++ === 0) this.#session.ref();
      const detach = onAbort(signal, () => {
        stream.close(constants.NGHTTP2_CANCEL);
        stream.destroy(signal.reason as Error);
      });
      let answered = false;
      stream.on("response", (headers) => {
        answered = true;
        resolve({ status: Number(headers[":status"]), headers: plainHeaders(headers), body: stream });
      });
      stream.on("error", (error) => {
        if (!answered) reject(signal.aborted ? signal.reason : lost(error, this.origin, !this.#refused(stream)));
      });
      stream.on("close", () => {
        detach();
        if (--this.#streams === 0) this.#session.unref();
        if (answered) return;
        const closed = new Error("it closed the stream unanswered");
        reject(signal.aborted ? signal.reason : lost(closed, this.origin, !this.#refused(stream)));
      });
      if (request.body !== undefined) stream.end(request.body);
    });
  }

  /** Asks for a sign of life now: somebody waited in vain. */
  suspect(): void {
    this.#ping();
  }

  close(): void {
    this.#session.destroy();
  }

  /** Streams that the server says it has not looked at may be sent again (RFC 9113 §8.7). */
  #refused(stream: ClientHttp2Stream): boolean {
    return stream.rstCode === constants.NGHTTP2_REFUSED_STREAM;
  }

  #ping(): void {
    if (this.#streams === 0) return;
    const limit = setTimeout(() => {
      this.#session.destroy(new Error(`no answer to a ping within ${durations.pingAnswer / 1000} s`));
    }, durations.pingAnswer);
    limit.unref();
    const sent = this.#session.ping(() => clearTimeout(limit));
    if (!sent) clearTimeout(limit);
  }
}
