import { backoff, retryAfter } from "./backoff.js";
import type { Credentials } from "./credentials.js";
import { deadline, pause } from "./deadline.js";
import { durations } from "./durations.js";
import { isFinal, KubeError, lost, type ApiLost } from "./errors.js";
import { Limiter } from "./limits.js";
import { ContentType, withQuery, type KubeResponse, type Method, type RequestOptions } from "./request.js";
import type { Meter } from "./stats.js";
import { Transport } from "./transport.js";
import type { WireAnswer } from "./wire.js";

/** Largest answer that is read into memory; a list of ten thousand pods is about half of it. */
const LARGEST_BODY = 128 << 20;

/** Answers of 429 and 503 in a row that are obeyed, as in client-go's rest.Request (maxRetries). */
const MOST_RETRIES = 10;

export interface ExchangeOptions extends RequestOptions {
  /** For the counters; by the method when absent. */
  verb?: string;
}

const VERBS: Record<Method, string> = { GET: "get", POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

/** Requests and answers: authentication, limits, retries. */
export class Exchange {
  readonly #transport: Transport;
  readonly #limiter = new Limiter();
  #met = false;

  constructor(
    private readonly credentials: Credentials,
    private readonly meter: Meter,
    private readonly userAgent: string,
  ) {
    this.#transport = new Transport(credentials, meter);
  }

  /** One request with its whole answer, retried as far as that is safe. See Kube.request. */
  async request(method: Method, path: string, options: ExchangeOptions = {}): Promise<KubeResponse> {
    const leave = await this.#limiter.enter(options.signal);
    try {
      return await this.#persist(method, options, () => this.#once(method, path, options));
    } finally {
      leave();
    }
  }

  /**
   * Opens a stream (a watch). Not limited in time once the answer has begun; not retried.
   * @throws ApiLost, KubeError; the signal's reason
   */
  async open(path: string, options: ExchangeOptions & { signal: AbortSignal }): Promise<WireAnswer> {
    const answer = await this.#send("GET", path, options, options.signal);
    if (answer.status !== 401) return answer;
    answer.body.destroy();
    this.credentials.renew();
    return this.#send("GET", path, options, options.signal);
  }

  /** The body as it comes. @throws ApiLost when the connection goes away before its end */
  async *chunks(answer: WireAnswer): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        this.meter.received(chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw lost(error, this.credentials.server.origin, true);
    }
  }

  /** The whole body. @throws ApiLost, KubeError TOO_LARGE */
  async read(answer: WireAnswer, raw?: boolean): Promise<KubeResponse["body"]> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.chunks(answer)) {
      chunks.push(chunk);
      if ((size += chunk.length) > LARGEST_BODY) throw tooLarge();
    }
    const text = Buffer.concat(chunks).toString();
    if (raw || !answer.headers["content-type"]?.includes("json")) return { text };
    try {
      return JSON.parse(text) as KubeResponse["body"];
    } catch (error) {
      throw lost(error, this.credentials.server.origin, true);
    }
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #persist(
    method: Method,
    options: ExchangeOptions,
    attempt: () => Promise<KubeResponse>,
  ): Promise<KubeResponse> {
    const repeatable =
      method === "GET" || method === "PUT" || method === "DELETE" || options.contentType === ContentType.Apply;
    let lostSince: number | undefined;
    let renewed = false;
    for (let n = 1; ; n++) {
      let wait: number;
      try {
        const response = await attempt();
        this.#met = true;
        lostSince = undefined;
        if (response.status === 401 && !renewed) {
          renewed = true;
          this.credentials.renew();
          wait = 0;
        } else {
          const later = response.status === 429 || response.status === 503;
          const asked = later ? retryAfter(response.headers["retry-after"]) : undefined;
          if (asked === undefined || n > MOST_RETRIES) return response;
          wait = asked;
        }
      } catch (error) {
        if (options.signal?.aborted) throw options.signal.reason;
        if (isFinal(error) || ((error as ApiLost).sent && !repeatable)) throw error;
        lostSince ??= performance.now();
        wait = backoff(n);
        const patience = this.#met ? durations.lost : durations.unmet;
        if (performance.now() - lostSince + wait > patience) throw error;
      }
      this.meter.retry();
      await pause(wait, options.signal);
    }
  }

  async #once(method: Method, path: string, options: ExchangeOptions): Promise<KubeResponse> {
    const limit = deadline(options.signal, options.timeoutMs ?? durations.attempt);
    try {
      const answer = await this.#send(method, path, options, limit.signal);
      return { status: answer.status, headers: answer.headers, body: await this.read(answer, options.raw) };
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (limit.expired) {
        this.#transport.suspect();
        throw lost(limit.signal.reason, this.credentials.server.origin, true);
      }
      throw error;
    } finally {
      limit.done();
    }
  }

  async #send(method: Method, path: string, options: ExchangeOptions, signal: AbortSignal): Promise<WireAnswer> {
    const { pathname } = this.credentials.server;
    const body = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
    const headers = {
      ...(await this.credentials.headers(signal)),
      "user-agent": this.userAgent,
      accept: options.accept ?? ContentType.Json,
      ...(body
        ? { "content-type": options.contentType ?? ContentType.Json, "content-length": String(body.length) }
        : {}),
    };
    const ended = this.meter.request(options.verb ?? VERBS[method], body?.length ?? 0);
    try {
      const answer = await this.#transport.send({
        method,
        path: `${pathname === "/" ? "" : pathname.replace(/\/$/, "")}${withQuery(path, options.query)}`,
        headers,
        signal,
        ...(body ? { body } : {}),
      });
      answer.body.once("end", ended).once("close", ended);
      return answer;
    } catch (error) {
      ended();
      throw error;
    }
  }
}

function tooLarge(): KubeError {
  return new KubeError(
    "TOO_LARGE",
    `the API server's answer is larger than ${LARGEST_BODY >> 20} MiB`,
    "ask for less, with a selector or a limit",
  );
}
