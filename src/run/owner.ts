/** How everything that karat creates is told from what others made. */

/** Recommended label of Kubernetes (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/). */
export const MANAGED_BY = "app.kubernetes.io/managed-by";
export const KARAT = "karat";
/** Label: id of the run. */
export const RUN = "karat.dev/run";
/** Label: id of the check, `/` written as `.`; absent on what belongs to the whole run. */
export const CHECK = "karat.dev/check";
/** Annotation of a check's namespace, RFC 3339: when the check will have been given up. */
export const DEADLINE = "karat.dev/deadline";
/** Annotation of a run's Lease: kinds that the run created outside of its namespaces, `<apiVersion>/<Kind>`, by comma. */
export const ELSEWHERE = "karat.dev/elsewhere";
/**
 * Annotation of a run's Lease: its resourceVersion when the run took it, a number that is higher the later that was
 * (KEP-5504). Who has the lowest is the next to be at work.
 */
export const TICKET = "karat.dev/ticket";

/** Labels for an object of a run, and of a check of it. */
export function ownerLabels(run: string, check?: string): Record<string, string> {
  return {
    [MANAGED_BY]: KARAT,
    [RUN]: run,
    ...(check === undefined ? {} : { [CHECK]: checkLabel(check) }),
  };
}

/** A check's id as a label value (63 bytes, no slash). */
export function checkLabel(check: string): string {
  return check.replaceAll("/", ".").slice(0, 63);
}

/** Selects all of one run. */
export function runSelector(run: string): string {
  return `${RUN}=${run}`;
}

/** Selects all of every run. */
export const EVERY_RUN = `${MANAGED_BY}=${KARAT},${RUN}`;
