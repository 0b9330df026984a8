import type { Kube } from "../kube/client.js";
import type { ObjectRef } from "../kube/object.js";
import { describe } from "./interruption.js";
import { RUN } from "./owner.js";

/** Takes things back in reverse, whatever of it fails. */
export class UndoStack {
  readonly #steps: { what: string; undo: () => Promise<void> }[] = [];

  /** @param what named as left behind when the undoing fails */
  push(what: string, undo: () => Promise<void>): void {
    this.#steps.push({ what, undo });
  }

  /** @returns what could not be taken back, each with its reason */
  async unwind(): Promise<string[]> {
    const left: string[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const { what, undo } = step;
      await undo().catch((error: unknown) => left.push(`${what} (${describe(error)})`));
    }
    return left;
  }
}

/** Deletes an object, provided that it is this run's: a name may have been taken by somebody else before us. */
export async function deleteOwn(kube: Kube, ref: ObjectRef, run: string): Promise<void> {
  const object = await kube.get(await kube.path(ref));
  if (object?.["metadata"]?.labels?.[RUN] !== run) return;
  const uid = String(object["metadata"].uid);
  const { status, body } = await kube.delete(ref, { uid });
  // 409: replaced by another object since, which is not ours.
  if (status >= 300 && status !== 404 && status !== 409) {
    throw new Error(`DELETE answered ${status} ${String(body["message"] ?? "")}`);
  }
}

/** How people name an object. */
export function nameOf({
  kind,
  name,
  namespace,
}: {
  kind: string;
  name: string;
  namespace?: string | undefined;
}): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}
