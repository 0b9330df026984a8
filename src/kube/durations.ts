/** Every duration of this room, milliseconds, with its reason. */
export const durations = {
  /** TCP, proxy and TLS together: a server that takes longer is as good as away; client-go dials for 30 s. */
  dial: 10_000,
  /** One attempt at a request. The API server itself gives up after 60 s, its etcd calls after 10 to 30 s. */
  attempt: 30_000,
  /** How long a lost API server is waited for, once it had answered: a restart takes 10 to 20 s. */
  lost: 45_000,
  /** The same before its first answer: a wrong address or a stopped cluster should be told at once. */
  unmet: 3_000,
  /** First and longest pause between two attempts; doubled each time, with jitter. */
  backoffFirst: 200,
  backoffLongest: 5_000,
  /** Longest Retry-After that is obeyed to the letter; API priority and fairness says 1 s. */
  retryAfterLongest: 30_000,
  /** An open connection that is silent this long is pinged, as client-go does (ReadIdleTimeout 30 s). */
  pingEvery: 15_000,
  /** And is given up when the answer stays away this long (client-go: PingTimeout 15 s). */
  pingAnswer: 10_000,
  /** Idle HTTP/1.1 connections are kept this long; common load balancers drop them after 60 s. */
  keepAlive: 30_000,
  /** A watch asks the server to end it after this long, so that it also moves on with load balancing. */
  watchLife: 300_000,
  /** Bookmarks come about once a minute (the cacher's bookmarkFrequency); half as long again means it hangs. */
  watchSilence: 90_000,
  /** How long a watch may lag behind a fresh list before its history counts as incomplete. */
  watchLag: 3_000,
  /** Life of the extra watch that shows whether the shared one missed a version; whole seconds is all the API takes. */
  watchConfirm: 1_000,
  /** An exec plugin may open a browser or ask a slow identity provider. */
  execPlugin: 60_000,
} as const;
