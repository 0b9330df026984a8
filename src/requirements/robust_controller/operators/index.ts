import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Inventory } from "../../../run/inventory.js";
import { type Operator, type OperatorChoice, operatorSchema } from "../../../run/operator.js";

type Apis = Inventory["apis"];

/**
 * In order of preference: operators of whole AI workloads first, then what such operators are built of. Of several that
 * are installed the first is put to the test.
 */
const IDS = [
  "kubeflow-trainer",
  "training-operator",
  "kserve",
  "kuberay",
  "leaderworkerset",
  "jobset",
  "kueue",
] as const;

/** Every operator that karat knows how to experiment with. */
export const OPERATORS: readonly Operator[] = IDS.map((id) =>
  operatorSchema.parse(parse(readFileSync(new URL(`./${id}.yaml`, import.meta.url), "utf8"))),
);

/** Group and plural of the custom resource by which an operator is recognised. */
export function resourceOf({ crd }: Pick<Operator, "crd">): { group: string; resource: string } {
  const dot = crd.indexOf(".");
  return { resource: crd.slice(0, dot), group: crd.slice(dot + 1) };
}

/** Served API versions of an operator's custom resource, such as "ray.io/v1"; none where it is not installed. */
export function servedVersions(operator: Pick<Operator, "crd">, apis: Apis): string[] {
  const { group, resource } = resourceOf(operator);
  return Object.keys(apis).filter((api) => api.startsWith(`${group}/`) && apis[api]?.includes(resource));
}

export function isInstalled(operator: Pick<Operator, "crd">, apis: Apis): boolean {
  return servedVersions(operator, apis).length > 0;
}

/** The operator under test: the user's choice, or the first that is installed. */
export function chosenOperator(apis: Apis, wanted: OperatorChoice | undefined): Operator | undefined {
  if (wanted === undefined) return OPERATORS.find((operator) => isInstalled(operator, apis));
  return typeof wanted === "string" ? OPERATORS.find(({ id }) => id === wanted) : wanted;
}
