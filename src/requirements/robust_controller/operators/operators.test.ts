import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { instance } from "../objects.js";
import { chosenOperator, isInstalled, OPERATORS, resourceOf } from "./index.js";
import { OperatorInvalid, readOperator } from "./read.js";
import { unsuitedOperators } from "./unsuited.js";

const EXAMPLE = readFileSync(new URL("../../../../docs/operator.yaml", import.meta.url), "utf8");

const TRAINER = { "trainer.kubeflow.org/v1alpha1": ["clustertrainingruntimes", "trainingruntimes", "trainjobs"] };
const RAY = { "ray.io/v1": ["rayclusters", "rayjobs", "rayservices"] };

describe.each(OPERATORS.map((operator) => [operator.id, operator] as const))("%s", (_id, operator) => {
  test("stands first where it is the only one", () => {
    const { group, resource } = resourceOf(operator);
    expect(chosenOperator({ v1: ["pods"], [`${group}/v1`]: [resource] }, undefined)).toBe(operator);
  });

  test("has its custom resource among what it is tested with", () => {
    const { group } = resourceOf(operator);
    const objects = [...operator.before, operator.valid, operator.invalid];
    expect(objects.some(({ apiVersion }) => apiVersion.startsWith(`${group}/`))).toBe(true);
  });

  test("has a wrong object that differs from the right one, or from what stands before it, and not in its kind", () => {
    const same = [operator.valid, ...operator.before].filter(({ kind }) => kind === operator.invalid.kind);
    expect(same).not.toHaveLength(0);
    for (const right of same) expect(right["spec"]).not.toEqual(operator.invalid["spec"]);
  });

  test("leaves no object without a namespace of a name that another check may have", () => {
    const elsewhere = new Set(["ClusterQueue", "ResourceFlavor"]);
    for (const { kind, metadata } of [...operator.before, operator.invalid]) {
      if (elsewhere.has(kind)) expect(metadata.name).toContain("{namespace}");
    }
  });
});

describe("the choice", () => {
  test("is the first that is installed", () => {
    expect(chosenOperator({ ...RAY, ...TRAINER }, undefined)?.id).toBe("kubeflow-trainer");
    expect(chosenOperator(RAY, undefined)?.id).toBe("kuberay");
    expect(chosenOperator({ v1: ["pods"] }, undefined)).toBeUndefined();
  });

  test("is the user's, whatever is installed", () => {
    expect(chosenOperator({ ...RAY, ...TRAINER }, "kuberay")?.id).toBe("kuberay");
    const described = readOperator(EXAMPLE, "operator.yaml");
    expect(chosenOperator(TRAINER, described)).toBe(described);
  });

  test("is not made by a group of another name, or without the resource", () => {
    expect(
      isInstalled({ crd: "rayclusters.ray.io" }, { "xray.io/v1": ["rayclusters"], "ray.io/v1": ["rayjobs"] }),
    ).toBe(false);
  });
});

test("operators that are not suited are told", () => {
  expect(unsuitedOperators({ "nvidia.com/v1": ["clusterpolicies"] })).toEqual([
    expect.stringContaining("NVIDIA GPU operator"),
  ]);
  expect(unsuitedOperators(TRAINER)).toEqual([]);
});

describe("an instance", () => {
  const [, queue] = OPERATORS.find(({ id }) => id === "kueue")!.before;
  const apis = { "kueue.x-k8s.io/v1beta2": ["clusterqueues"], v1: ["pods"] };

  test("bears the namespace and a version that is served", () => {
    const made = instance(queue!, { namespace: "karat-1", apis });
    expect(made["apiVersion"]).toBe("kueue.x-k8s.io/v1beta2");
    expect(made["metadata"].name).toBe("karat-1");
    expect(JSON.stringify(made)).not.toContain("{namespace}");
    expect(queue!.metadata.name).toBe("{namespace}");
  });
});

describe("a description", () => {
  const read = (text: string) => readOperator(text, "operator.yaml");
  const mistakes = (text: string): string => {
    try {
      read(text);
    } catch (error) {
      if (error instanceof OperatorInvalid) return error.message;
    }
    throw new Error("it was accepted");
  };

  test("the example in docs/ is read", () => {
    expect(read(EXAMPLE)).toMatchObject({
      id: "example-trainer",
      crd: "trainings.example.com",
      child: { kind: "Job" },
    });
  });

  test("mistakes are told with line and column", () => {
    expect(mistakes(EXAMPLE.replace("crd: trainings.example.com", "crd: trainings"))).toMatch(
      /^operator\.yaml:8:6: crd: must be the name of a CustomResourceDefinition/,
    );
    expect(mistakes(EXAMPLE.replace("webhooks:", "webhook:"))).toMatch(/operator\.yaml:\d+:\d+: .*webhook/);
    expect(mistakes(EXAMPLE.replace("    name: right\n", "    name: right\n    namespace: default\n"))).toMatch(
      /^operator\.yaml:\d+:\d+: valid\.metadata\.namespace: must be left out/,
    );
  });

  test("broken YAML is told where it breaks", () => {
    expect(mistakes("id: [\n")).toMatch(/^operator\.yaml:2:1: /);
  });

  test("an id that karat has is refused", () => {
    expect(mistakes(EXAMPLE.replace("id: example-trainer", "id: kuberay"))).toMatch(
      /^operator\.yaml:4:5: kuberay is known/,
    );
  });
});
