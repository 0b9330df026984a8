import type { Socket } from "node:net";
import { Pool, type buildConnector } from "undici";
import { durations } from "./durations.js";
import { lost } from "./errors.js";
import { plainHeaders, type WireAnswer, type WireRequest } from "./wire.js";

/** Undici wants a callback. */
async function opened(open: () => Promise<Socket>, done: buildConnector.Callback): Promise<void> {
  try {
    done(null, await open());
  } catch (error) {
    done(error as Error, null);
  }
}

/** Keep-alive connections to a server, or through a proxy, that does not speak HTTP/2. A watch occupies one. */
export class Http1Pool {
  readonly #pool: Pool;

  /** @param open opens one more connection; its errors are passed on */
  constructor(
    private readonly origin: string,
    open: () => Promise<Socket>,
  ) {
    this.#pool = new Pool(origin, {
      connect: (_options, done) => {
        void opened(open, done);
      },
      keepAliveTimeout: durations.keepAlive,
      // Our own deadlines hold; a watch may be silent for long.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** @throws ApiLost; the signal's reason */
  async send(request: WireRequest): Promise<WireAnswer> {
    const { method, path, headers, body, signal } = request;
    try {
      const answer = await this.#pool.request({ method, path, headers, body: body ?? null, signal });
      return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw lost(error, this.origin, true);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
