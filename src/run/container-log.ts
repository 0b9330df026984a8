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
  const after = (seconds: number): number => Date.now() + seconds * timeoutFactor * 1000;
  const until = after(within);
  const timeoutMs = until - Date.now();
  const started = await store.until(() => startedContainer(store.get(pod), options.container), { timeoutMs, signal });
  const container = started ?? options.container;
  const asked = { ...(container === undefined ? {} : { container }), signal };
  const silent = after(RUNNER.firstLine);
  let complete: number | undefined;
  for (;;) {
    if (hasEnded(store.get(pod), container)) complete ??= after(RUNNER.lastLines);
    const log = await kube.logs(pod, asked);
    const refused = log.status !== 200;
    const enough = refused ? silent : (complete ?? (log.text === "" ? silent : until));
    // What has not started will print nothing.
    const late = started === undefined || Date.now() >= Math.min(enough, until);
    if (refused && late) return { container, text: "", refused: { status: log.status, message: log.text } };
    // The beginning is what is read; where that is cut, it stays as it is.
    if (!refused && (late || log.truncated || whole(log.text))) {
      return { container, text: log.text, ...(log.truncated ? { truncated: true } : {}) };
    }
    await sleep(RUNNER.lookAgain, signal);
  }
}

/** The container's name, the first one's by default, once it runs or has ended and so has a log. */
function startedContainer(pod: ApiObject | undefined, asked: string | undefined): string | undefined {
  const name = asked ?? (pod?.["spec"]?.containers?.[0]?.name as string | undefined);
  const state = stateOf(pod, name);
  return state?.["running"] !== undefined || state?.["terminated"] !== undefined ? name : undefined;
}

function hasEnded(pod: ApiObject | undefined, container: string | undefined): boolean {
  return stateOf(pod, container)?.["terminated"] !== undefined;
}

function stateOf(pod: ApiObject | undefined, container: string | undefined): ApiObject | undefined {
  const lists = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];
  const statuses = lists.flatMap((list) => (pod?.["status"]?.[list] ?? []) as ApiObject[]);
  return statuses.find((status) => status["name"] === container)?.["state"] as ApiObject | undefined;
}
