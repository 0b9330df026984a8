export interface KubeStats {
  /** Requests sent, by lower-case API verb (get, list, watch, create, update, patch, delete); retries count. */
  requests: Record<string, number>;
  /** Attempts after the first. */
  retries: number;
  connections: { opened: number; peak: number };
  /** Requests in flight at once, watches included. */
  peakConcurrent: number;
  /** Of bodies, after TLS and framing. */
  bytes: { sent: number; received: number };
}

/** Counts what a run costs the API server. */
export class Meter {
  readonly #requests: Record<string, number> = {};
  #retries = 0;
  #opened = 0;
  #open = 0;
  #peakOpen = 0;
  #inFlight = 0;
  #peakInFlight = 0;
  #sent = 0;
  #received = 0;

  /** A request goes out; call the result when it has ended. */
  request(verb: string, bytes: number): () => void {
    this.#requests[verb] = (this.#requests[verb] ?? 0) + 1;
    this.#sent += bytes;
    this.#peakInFlight = Math.max(this.#peakInFlight, ++this.#inFlight);
    let ended = false;
    return () => {
      if (!ended) this.#inFlight--;
      ended = true;
    };
  }

  retry(): void {
    this.#retries++;
  }

  received(bytes: number): void {
    this.#received += bytes;
  }

  connected(): void {
    this.#opened++;
    this.#peakOpen = Math.max(this.#peakOpen, ++this.#open);
  }

  disconnected(): void {
    this.#open--;
  }

  stats(): KubeStats {
    return {
      requests: { ...this.#requests },
      retries: this.#retries,
      connections: { opened: this.#opened, peak: this.#peakOpen },
      peakConcurrent: this.#peakInFlight,
      bytes: { sent: this.#sent, received: this.#received },
    };
  }
}
