import type { Kube } from "../kube/client.js";
import type { Store } from "../kube/store.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";
import type { Observer } from "./observer.js";

export type LogOptions = NonNullable<Parameters<Observer["log"]>[2]>;

/** A container's log as it was read last. */
export interface ContainerLog {
  container: string | undefined;
  text: string;
  /** What the API server answered in its place. */
  refused?: { status: number; message: string };
  /** It was longer than what is read. */
  truncated?: true;
}

export interface LogRequest {
  kube: Kube;
  /** A watch that serves the pod. */
  store: Store;
  pod: { namespace: string; name: string };
  options: LogOptions;
  timeoutFactor: number;
  signal: AbortSignal;
}

/** See `Observer.log`. @throws ApiLost; the signal's reason */
export async function readContainerLog(request: LogRequest): Promise<ContainerLog> {
  const { kube, store, pod, options, timeoutFactor, signal } = request;
  const { within = RUNNER.containerStart, whole = () => true } = options;
  const timeoutMs = within * timeoutFactor * 1000;
  const until = Date.now() + timeoutMs;
  const started = await store.until(() => startedContainer(store.get(pod), options.container), { timeoutMs, signal });
  const container = started ?? options.container;
  const asked = { ...(container === undefined ? {} : { container }), signal };
  // What has not started will print nothing.
  const deadline = started === undefined ? 0 : until;
  let log = await kube.logs(pod, asked);
  while (!(log.status === 200 && whole(log.text)) && Date.now() < deadline) {
    await sleep(RUNNER.lookAgain, signal);
    log = await kube.logs(pod, asked);
  }
  if (log.status !== 200) return { container, text: "", refused: { status: log.status, message: log.text } };
  return { container, text: log.text, ...(log.truncated ? { truncated: true } : {}) };
}

/** The container's name, the first one's by default, once it runs or has ended and so has a log. */
function startedContainer(pod: ApiObject | undefined, asked: string | undefined): string | undefined {
  const name = asked ?? (pod?.["spec"]?.containers?.[0]?.name as string | undefined);
  const lists = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];
  const statuses = lists.flatMap((list) => (pod?.["status"]?.[list] ?? []) as ApiObject[]);
  const state = statuses.find((status) => status["name"] === name)?.["state"] as ApiObject | undefined;
  return state?.["running"] !== undefined || state?.["terminated"] !== undefined ? name : undefined;
}
