export interface LogOptions {
  container?: string;
  /** Of the container's instance before the last restart. */
  previous?: boolean;
  timestamps?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** Largest answer, bytes; 1 MiB when absent. */
  limitBytes?: number;
  signal?: AbortSignal;
}

export interface LogText {
  /** 200, or e.g. 400 while the container is waiting and 404 when there is no such pod. */
  status: number;
  /** The log; the server's message when status is not 200. */
  text: string;
  /** True when the limit cut it. */
  truncated: boolean;
}
