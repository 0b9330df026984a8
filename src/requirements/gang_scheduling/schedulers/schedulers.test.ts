import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../../record/facts.js";
import type { Scene } from "../scheduler.js";
import { coscheduling, schedulerName } from "./coscheduling.js";
import { chosenScheduler, SCHEDULERS } from "./index.js";
import { kai } from "./kai.js";
import { kueue } from "./kueue.js";
import { native } from "./native.js";
import { volcano } from "./volcano.js";

const SERVED: Record<string, string[]> = {
  "scheduling.k8s.io/v1beta1": ["podgroups", "workloads"],
  "scheduling.volcano.sh/v1beta1": ["podgroups", "queues"],
  "scheduling.run.ai/v2": ["queues"],
  "scheduling.run.ai/v2alpha2": ["podgroups"],
  "scheduling.x-k8s.io/v1alpha1": ["podgroups", "elasticquotas"],
  "kueue.x-k8s.io/v1beta1": ["clusterqueues", "localqueues", "workloads"],
  "kueue.x-k8s.io/v1beta2": ["clusterqueues", "localqueues", "workloads"],
};

const scene: Scene = {
  apis: SERVED,
  namespace: "karat-1",
  hostname: "host1",
  devices: 8,
  resource: "nvidia.com/gpu",
  schedulerName: "with-gangs",
};
const pod = (): ApiObject => ({
  kind: "Pod",
  metadata: { name: "p", labels: { mine: "1" } },
  spec: { containers: [] },
});
const only = (...groups: string[]) =>
  Object.fromEntries(groups.map((group) => [group, SERVED[group] ?? ["podgroups"]]));
const condition = (type: string, status: string, reason: string, message = "") => ({
  status: { conditions: [{ type, status, reason, message }] },
});

describe("choice", () => {
  it("goes by preference among those that are served", () => {
    const preferred: (string | undefined)[] = [];
    const apis = { ...SERVED };
    for (;;) {
      const chosen = chosenScheduler({ apis, resource: "nvidia.com/gpu" });
      preferred.push(chosen?.id);
      if (!chosen) break;
      const group =
        { native: "scheduling.k8s.io", volcano: "volcano", kai: "run.ai", coscheduling: "x-k8s.io/v1alpha1" }[
          chosen.id
        ] ?? chosen.id;
      for (const served of Object.keys(apis)) if (served.includes(group)) delete apis[served];
    }
    expect(preferred).toEqual([...SCHEDULERS.map(({ id }) => id), undefined]);
  });

  it("is none where scheduling.k8s.io serves only priority classes", () => {
    expect(chosenScheduler({ apis: { "scheduling.k8s.io/v1": ["priorityclasses"] }, resource: "x" })).toBeUndefined();
  });

  it("leaves Kueue out where devices have no resource name that it could count", () => {
    expect(chosenScheduler({ apis: only("kueue.x-k8s.io/v1beta2"), resource: undefined })).toBeUndefined();
  });
});

describe("native", () => {
  it.each(["v1", "v1beta1", "v1alpha3", "v1alpha2"])("makes a PodGroup of %s", (version) => {
    const served = { ...scene, apis: only(`scheduling.k8s.io/${version}`) };
    expect(native.gang("g", 3, served)).toEqual([
      {
        apiVersion: `scheduling.k8s.io/${version}`,
        kind: "PodGroup",
        metadata: { name: "g" },
        spec: { schedulingPolicy: { gang: { minCount: 3 } } },
      },
    ]);
    expect(native.member(pod(), "g", 3, served)["spec"].schedulingGroup).toEqual({ podGroupName: "g" });
  });

  it("makes a Workload where 1.35 serves no PodGroup", () => {
    const served = { ...scene, apis: { "scheduling.k8s.io/v1alpha1": ["workloads"] } };
    expect(native.serves(served)).toBe(true);
    expect(native.gang("g", 3, served)).toMatchObject([
      { kind: "Workload", spec: { podGroups: [{ name: "members", policy: { gang: { minCount: 3 } } }] } },
    ]);
    expect(native.member(pod(), "g", 3, served)["spec"].workloadRef).toEqual({ name: "g", podGroup: "members" });
  });

  it("takes newer versions first", () => {
    const served = { ...scene, apis: only("scheduling.k8s.io/v1alpha2", "scheduling.k8s.io/v1beta1") };
    expect(native.gang("g", 2, served)[0]?.["apiVersion"]).toBe("scheduling.k8s.io/v1beta1");
  });

  it("leaves a pod without a gang as it is", () => {
    expect(native.alone(pod(), scene)).toEqual(pod());
  });
});

describe("volcano", () => {
  it("names the gang in the annotation that its scheduler reads", () => {
    expect(volcano.gang("g", 3, scene)).toMatchObject([{ kind: "PodGroup", spec: { minMember: 3 } }]);
    expect(volcano.member(pod(), "g", 3, scene)).toMatchObject({
      metadata: { annotations: { "scheduling.k8s.io/group-name": "g" } },
      spec: { schedulerName: "volcano" },
    });
    expect(volcano.alone(pod(), scene)["metadata"].annotations).toBeUndefined();
  });

  it("reads what it thinks from pods, and from gangs that it keeps out of its queue", () => {
    const gang = { spec: { minMember: 3 }, ...condition("Unschedulable", "True", "NotEnoughResources", "3/3 tasks") };
    expect(volcano.considered([], [gang])).toContain("NotEnoughResources");
    expect(volcano.considered([], [{ ...gang, spec: { minMember: 1 } }])).toBeUndefined();
    expect(volcano.considered([condition("PodScheduled", "False", "Unschedulable", "gang")], [])).toContain("gang");
    expect(volcano.opinions?.(scene)).toBe("/apis/scheduling.volcano.sh/v1beta1/namespaces/karat-1/podgroups");
  });
});

describe("kai", () => {
  it("makes a queue below a parent and puts pods and gangs in it", () => {
    expect(kai.queues(scene)).toMatchObject([
      { kind: "Queue", metadata: { name: "karat-1-parent" } },
      { kind: "Queue", metadata: { name: "karat-1" }, spec: { parentQueue: "karat-1-parent" } },
    ]);
    expect(kai.gang("g", 3, scene)).toMatchObject([{ spec: { minMember: 3, queue: "karat-1" } }]);
    expect(kai.member(pod(), "g", 3, scene)).toMatchObject({
      metadata: { annotations: { "pod-group-name": "g" }, labels: { mine: "1", "kai.scheduler/queue": "karat-1" } },
      spec: { schedulerName: "kai-scheduler" },
    });
  });
});

describe("coscheduling", () => {
  it("labels members and sends them to the scheduler that was looked up", () => {
    expect(coscheduling.gang("g", 3, scene)).toMatchObject([{ spec: { minMember: 3 } }]);
    expect(coscheduling.member(pod(), "g", 3, scene)).toMatchObject({
      metadata: { labels: { "scheduling.x-k8s.io/pod-group": "g" } },
      spec: { schedulerName: "with-gangs" },
    });
  });

  it("finds the scheduler's name by its pods", () => {
    const running = (component: string, image: string): ApiObject => ({
      metadata: { labels: { component } },
      spec: { serviceAccountName: "gangs", containers: [{ image }] },
    });
    const plain = running("kube-scheduler", "registry.k8s.io/kube-scheduler:v1.37.2");
    const plugins = "registry.k8s.io/scheduler-plugins/kube-scheduler:v0.34.7";
    expect(schedulerName([plain, running("scheduler", plugins)])).toBe("gangs");
    expect(schedulerName([running("kube-scheduler", plugins)])).toBe("default-scheduler");
    expect(schedulerName([plain])).toBe("scheduler-plugins-scheduler");
  });
});

describe("kueue", () => {
  it("makes a queue whose quota is the node's devices", () => {
    const [flavor, queue, local] = kueue.queues(scene);
    expect(flavor).toMatchObject({ spec: { nodeLabels: { "kubernetes.io/hostname": "host1" } } });
    expect(queue).toMatchObject({ apiVersion: "kueue.x-k8s.io/v1beta2", metadata: { name: "karat-1" } });
    const [group] = (queue as ApiObject)["spec"].resourceGroups;
    expect(group.flavors[0].resources).toContainEqual({ name: "nvidia.com/gpu", nominalQuota: "8" });
    // Kueue wants both lists in the same order.
    expect(group.flavors[0].resources.map(({ name }: ApiObject) => name)).toEqual(group.coveredResources);
    expect(local).toMatchObject({ kind: "LocalQueue", spec: { clusterQueue: "karat-1" } });
  });

  it("queues every pod, and groups the members", () => {
    expect(kueue.gang("g", 3, scene)).toEqual([]);
    expect(kueue.alone(pod(), scene)["metadata"].labels).toEqual({ mine: "1", "kueue.x-k8s.io/queue-name": "gangs" });
    expect(kueue.member(pod(), "g", 3, scene)).toMatchObject({
      metadata: {
        labels: { "kueue.x-k8s.io/queue-name": "gangs", "kueue.x-k8s.io/pod-group-name": "g" },
        annotations: { "kueue.x-k8s.io/pod-group-total-count": "3" },
      },
    });
  });

  it.each([
    [true, "WaitingForQuota", "any"],
    [true, "Pending", "insufficient unused quota for nvidia.com/gpu in flavor x, 1 more needed"],
    [false, "Pending", "couldn't find a matching flavor"],
    [false, "Inadmissible", "LocalQueue gangs doesn't exist"],
    [false, "Suspended", "ClusterQueue is stopped"],
  ])("waiting for quota is %s of %s: %s", (waits, reason, message) => {
    const workload = condition("QuotaReserved", "False", reason, message);
    expect(kueue.considered([], [workload]) !== undefined).toBe(waits);
  });
});

describe("pods put off by kube-scheduler and those who follow it", () => {
  it.each([native, kai, coscheduling, volcano])("$id", (scheduler) => {
    expect(scheduler.considered([condition("PodScheduled", "False", "Unschedulable", "no room")], [])).toBe(
      "Unschedulable: no room",
    );
    expect(scheduler.considered([condition("PodScheduled", "False", "SchedulingGated")], [])).toBeUndefined();
    expect(scheduler.considered([{}], [])).toBeUndefined();
  });
});
