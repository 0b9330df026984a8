export interface KubeStats {
  /** Requests sent, by lower-case API verb (get, list, watch, create, update, patch, delete); retries count. */
  requests: Record<string, number>;
  /** Attempts after the first. */
  retries: number;
  connections: { opened: number; peak: number };
  /** Requests in flight at once, watches included. */
  peakConcurrent: number;
  bytes: { sent: number; received: number };
}
