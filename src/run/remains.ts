import type { Kube } from "../kube/client.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";
import { kindsElsewhere, leasePath } from "./heartbeat.js";
import { describe } from "./interruption.js";
import { CHECK, EVERY_RUN, RUN, runSelector } from "./owner.js";
import { deleteNamespace, inWords, releaseNamespace } from "./release.js";
import { deleteOwn } from "./undo.js";

/** What is left of a run in a cluster. */
export interface Remains {
  run: string;
  /** The run's own namespace, which holds its Lease; undefined when it is gone. */
  home: string | undefined;
  homeIsGoing: boolean;
  /** The Lease; undefined when there is none. */
  lease: ApiObject | undefined;
  /** Namespaces of its checks. */
  namespaces: string[];
}

/** Looks for runs by their labels. @param run only this one */
export async function findRemains(kube: Kube, run?: string): Promise<Remains[]> {
  const { items } = await kube.list("/api/v1/namespaces", {
    labelSelector: run === undefined ? EVERY_RUN : runSelector(run),
  });
  const found = new Map<string, Remains>();
  for (const { metadata } of items) {
    const id = String(metadata.labels[RUN]);
    const remains: Remains = found.get(id) ?? {
      run: id,
      home: undefined,
      homeIsGoing: false,
      lease: undefined,
      namespaces: [],
    };
    found.set(id, remains);
    if (metadata.labels[CHECK] !== undefined) remains.namespaces.push(String(metadata.name));
    else {
      remains.home = String(metadata.name);
      remains.homeIsGoing = metadata.deletionTimestamp !== undefined;
    }
  }
  for (const remains of found.values()) {
    if (remains.home !== undefined) remains.lease = (await kube.get(leasePath(remains.home))) ?? undefined;
  }
  return [...found.values()];
}

/**
 * Deletes what a run made, but for its home, and waits until it holds no device any more. What else is in its
 * namespaces may still be going.
 * @param within seconds
 * @returns what is still there, each with what keeps it
 */
export async function releaseRemains(kube: Kube, remains: Remains, within: number): Promise<string[]> {
  const left: string[] = [];
  const elsewhere = remains.lease ? kindsElsewhere(remains.lease) : [];
  for (const object of await objectsElsewhere(kube, elsewhere, remains.run)) {
    await deleteOwn(kube, refOf(object), remains.run).catch((error: unknown) =>
      left.push(`${inWords(object)}: ${describe(error)}`),
    );
  }
  await Promise.all(
    remains.namespaces.map(async (namespace) => {
      try {
        left.push(...(await releaseNamespace(kube, namespace, within)));
      } catch (error) {
        left.push(`Namespace ${namespace}: ${describe(error)}`);
      }
    }),
  );
  return left;
}

/** The same, and waits until all of it is gone. */
export async function removeRemains(kube: Kube, remains: Remains, within: number): Promise<string[]> {
  const left = await releaseRemains(kube, remains, within);
  if (left.length > 0) return left;
  const elsewhere = remains.lease ? kindsElsewhere(remains.lease) : [];
  const labelSelector = `${runSelector(remains.run)},${CHECK}`;
  const still = await until(async () => {
    const { items } = await kube.list("/api/v1/namespaces", { labelSelector });
    return [...items, ...(await objectsElsewhere(kube, elsewhere, remains.run))];
  }, within);
  return still.map(inWords);
}

/** Removes the home, and with it the Lease: last, as without it nobody finds the rest. Waits until it is gone. */
export async function removeHome(kube: Kube, home: string, within: number): Promise<string[]> {
  await deleteNamespace(kube, home);
  return namespaceGone(kube, home, within);
}

/** @returns what is still there after so many seconds */
export async function namespaceGone(kube: Kube, name: string, within: number): Promise<string[]> {
  const still = await until(async () => {
    const namespace = await kube.get(`/api/v1/namespaces/${name}`);
    return namespace ? [namespace] : [];
  }, within);
  return still.map(inWords);
}

/** Waits for objects of these kinds outside of the run's namespaces. @returns what is still there after so many seconds */
export function elsewhereGone(kube: Kube, run: string, kinds: readonly string[], within: number): Promise<ApiObject[]> {
  return until(() => objectsElsewhere(kube, kinds, run), within);
}

/** Objects of a run outside of its namespaces. @param kinds as its Lease has them */
async function objectsElsewhere(kube: Kube, kinds: readonly string[], run: string): Promise<ApiObject[]> {
  const found: ApiObject[] = [];
  for (const key of kinds) {
    const at = key.lastIndexOf("/");
    const [apiVersion, kind] = [key.slice(0, at), key.slice(at + 1)];
    const resource = (await kube.discovery()).find(apiVersion, kind);
    // A kind that is no longer served has no objects.
    if (!resource) continue;
    const path = await kube.path({ apiVersion, kind });
    const { items } = await kube.list(path, { labelSelector: runSelector(run) });
    // What stands in the run's namespaces goes with them.
    found.push(...items.filter(({ metadata }) => !resource.namespaced || !isOurs(metadata.namespace, run)));
  }
  return found;
}

/** Every namespace of a run bears its id in its name (see names.ts). */
function isOurs(namespace: string, run: string): boolean {
  return namespace.split("-").includes(run);
}

async function until(look: () => Promise<ApiObject[]>, within: number): Promise<ApiObject[]> {
  const end = Date.now() + within * 1000;
  for (let pause: number = RUNNER.releaseLookFirst; ; pause = Math.min(pause * 1.5, RUNNER.releaseLookLast)) {
    const left = await look();
    if (left.length === 0 || Date.now() > end) return left;
    await sleep(pause);
  }
}

function refOf(object: ApiObject): { apiVersion: string; kind: string; name: string; namespace?: string } {
  const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: ApiObject };
  const { name, namespace } = metadata as { name: string; namespace?: string };
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
