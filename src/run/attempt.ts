import { orAborted } from "../kube/deadline.js";
import type { EventBody, Interruption } from "../record/events.js";
import { Facts } from "../record/facts.js";
import { judged } from "../record/judge.js";
import { childOf } from "./abort.js";
import type { Check } from "./check.js";
import { ClusterObserver } from "./cluster-observer.js";
import type { RunContext } from "./context.js";
import { interruptionOf, Stopped } from "./interruption.js";
import { checkNamespace } from "./names.js";
import { createNamespace } from "./namespace.js";
import type { Lease } from "./places.js";
import { endNamespace } from "./release.js";
import { UndoStack } from "./undo.js";

/** What became of an attempt. */
export interface AttemptEnd {
  /** Whether what it held is free again. */
  released: boolean;
  /** Why `observe` did not run to its end; undefined when it did. */
  interruption: { kind: Interruption; message: string } | undefined;
}

/**
 * Runs a check once: namespace, `observe`, `judge`, clean-up, each written down as it happens.
 * @param number of the attempt, from 1
 * @throws RecordError when the record cannot be written any more; all has been cleaned up nevertheless
 */
export async function attemptCheck(
  context: RunContext,
  check: Check,
  number: number,
  lease: Lease,
): Promise<AttemptEnd> {
  const { journal, run, prefix, timeoutFactor } = context;
  const namespace = checkNamespace(prefix, run, check.id, number);
  const seconds = check.seconds.deadline * timeoutFactor;
  const undo = new UndoStack();
  const own = childOf(context.signal);
  const timer = setTimeout(
    () => own.abort(new Stopped("deadline", `it was not done after ${Math.round(seconds)} s`)),
    seconds * 1000,
  );
  const observer = new ClusterObserver(context, {
    check: check.id,
    number,
    namespace,
    lease,
    signal: own.signal,
    undo,
  });
  let failure: { error: unknown } | undefined;
  let interruption: AttemptEnd["interruption"];
  try {
    journal.append(started(check, number, namespace, lease));
    undo.push(`Namespace ${namespace}`, () => endNamespace(context, namespace));
    interruption = await observed(context, check, observer, seconds);
    // Whatever the check still does in the background cannot be observed any more.
    own.abort(new Stopped("abort", "the check has ended"));
    const observations = observer.observations.map(({ name }) => name);
    journal.append({
      type: "check.ended",
      check: check.id,
      attempt: number,
      observations,
      ...(interruption ? { interruption } : {}),
    });
    if (!interruption) {
      const facts = new Facts(observer.observations);
      const judgement = judged((expect) => check.judge(facts, expect));
      journal.append({ type: "check.judged", check: check.id, attempt: number, judgement });
    }
  } catch (error) {
    failure = { error };
  } finally {
    clearTimeout(timer);
    own.abort(new Stopped("abort", "the check has ended"));
    own.done();
    observer.close();
  }
  const left = await undo.unwind();
  if (failure) throw failure.error;
  journal.append({ type: "check.cleaned", check: check.id, attempt: number, ok: left.length === 0, left });
  return { released: left.length === 0, interruption };
}

async function observed(
  context: RunContext,
  check: Check,
  observer: ClusterObserver,
  seconds: number,
): Promise<AttemptEnd["interruption"]> {
  const { signal } = observer;
  const from = Date.now();
  try {
    await createNamespace(
      context.kube,
      {
        name: observer.namespace,
        run: context.run,
        check: check.id,
        podSecurity: check.needs.podSecurity ?? "baseline",
        deadline: new Date(Date.now() + seconds * 1000),
      },
      signal,
    );
    await orAborted(check.observe(observer), signal);
    context.outages.refuse(from);
    return undefined;
  } catch (error) {
    return interruptionOf(error, signal);
  }
}

function started(check: Check, attempt: number, namespace: string, lease: Lease): EventBody {
  return {
    type: "check.started",
    check: check.id,
    attempt,
    namespace,
    ...(lease.pool ? { node: lease.pool.node } : {}),
    devices: lease.devices,
  };
}
