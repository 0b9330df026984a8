import { createHash } from "node:crypto";
import type { ApiObject } from "../../record/facts.js";
import { NamedFacts } from "../probing/testing-facts.js";
import { OPERATORS } from "./operators/index.js";

const AT = "2026-01-01T00:00:00.000Z";
export const NONCE = "0123456789abcdef";
/** The operator of the made-up experiments. */
export const TRAINER = OPERATORS[0]!;
export const WEBHOOK = TRAINER.webhooks[0]!;
const TRAIN_JOBS = "/apis/trainer.kubeflow.org/v1alpha1/namespaces/n/trainjobs";

export const owner = (kind: string, uid: string): ApiObject => ({
  ownerReferences: [{ apiVersion: "v1", kind, name: uid, uid, controller: true }],
});

/** A pod that runs, controlled by the object with a UID. */
export function pod(
  uid: string,
  of: string,
  changes: { kind?: string; status?: ApiObject; metadata?: ApiObject } = {},
): ApiObject {
  const state = { running: { startedAt: AT } };
  const ids = { containerID: `containerd://${"a".repeat(64)}`, imageID: "sha256:0" };
  return {
    metadata: { name: uid, uid, ...owner(changes.kind ?? "Job", of), ...changes.metadata },
    spec: { nodeName: "node1", containers: [{ name: "worker" }] },
    status: { phase: "Running", containerStatuses: [{ name: "worker", ...ids, state }], ...changes.status },
  };
}

export const line = (uid: string, nonce = NONCE): string =>
  `karat-worker/1 ${nonce} ${uid} ${createHash("sha256").update(`${nonce}/${uid}`).digest("hex")}\n`;

/** A pod behind the operator's webhook. */
export function controllerPod(uid: string, changes: { metadata?: ApiObject; ready?: boolean } = {}): ApiObject {
  const { labels } = TRAINER.controller[0]!;
  const metadata = { name: uid, uid, namespace: "kubeflow-system", labels, ...owner("ReplicaSet", "rs") };
  const conditions = [{ type: "Ready", status: changes.ready === false ? "False" : "True" }];
  return { metadata: { ...metadata, ...changes.metadata }, status: { conditions } };
}

/** Facts of an experiment that never took place. */
export class MadeUp extends NamedFacts {
  constructor(operator: object | null = TRAINER, served = ["trainer.kubeflow.org/v1alpha1"]) {
    super();
    this.put("setup", "value", { nonce: NONCE, operator, served, unsuited: [] });
  }

  answer(name: string, status: number, body: ApiObject, path = TRAIN_JOBS): this {
    return this.put(name, "response", { method: "POST", path, status, body });
  }

  created(name: string, uid = name): this {
    return this.answer(`${name}.created`, 201, { metadata: { name, uid } });
  }

  object(name: string, object: ApiObject | null): this {
    return this.put(name, "object", { ref: {}, object });
  }

  history(name: string, objects: readonly ApiObject[]): this {
    const versions = objects.map((object) => ({ at: AT, type: "ADDED", object }));
    return this.put(name, "history", { selector: {}, from: AT, to: AT, complete: true, versions });
  }

  /** Pods at the end of a phase; each prints its line. `right` → JobSet → Job of the same names, as Trainer makes them. */
  phase(phase: string, pods: readonly ApiObject[], object = "right", jobSet = "jobset", job = "job"): this {
    this.history(`${phase}.pods`, pods);
    this.object(`${phase}.owner.0`, { metadata: { name: job, uid: job, ...owner("JobSet", jobSet) } });
    this.object(`${phase}.owner.1`, { metadata: { name: jobSet, uid: jobSet, ...owner("TrainJob", object) } });
    for (const { metadata } of pods) this.log(phase, metadata.name, line(metadata.uid));
    return this;
  }

  log(phase: string, name: string, text: string): this {
    return this.put(`${phase}.log.${name}`, "log", { namespace: "n", pod: name, text });
  }

  children(phase: string, ...uids: readonly string[]): this {
    return this.history(`${phase}.children`, uids.map((uid) => ({ metadata: { name: "right", uid, ...owner("TrainJob", "right") } }))); // prettier-ignore
  }
}

/** An experiment in which object and twin have come to pods that run. */
export function running(): MadeUp {
  const pods = [pod("p1", "job"), pod("t1", "twin", { kind: "ReplicaSet" })];
  return new MadeUp().created("right").created("twin").phase("up", pods).children("up", "jobset");
}
