import type { Observation } from "../record/events.js";
import type { Expectation } from "../record/verdict.js";
import type { Sample } from "./testing.js";

/** A pod as an API server serves it, with the noise of a real one. */
function pod(name: string, node: string, devices: number): Record<string, unknown> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "karat-k7q2",
      uid: "0e7b1a4c-6d2f-4f0c-9d43-6d1c6ef0a7b1",
      resourceVersion: "1187",
      creationTimestamp: "2026-09-21T09:30:03Z",
      labels: { "karat.dev/run": "20260921-093000-k7q2" },
      managedFields: Array.from({ length: 4 }, (_, index) => ({
        manager: index === 0 ? "karat" : "kubelet",
        operation: "Update",
        apiVersion: "v1",
        time: "2026-09-21T09:30:04Z",
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:status": { "f:conditions": { 'k:{"type":"Ready"}': { "f:status": {}, "f:lastProbeTime": {} } } },
        },
      })),
    },
    spec: {
      nodeName: node,
      containers: [
        {
          name: "probe",
          image: "registry.k8s.io/e2e-test-images/agnhost:2.59",
          resources: { limits: { "nvidia.com/gpu": String(devices) } },
        },
      ],
    },
    status: { phase: "Running", podIP: "10.244.1.7", conditions: [{ type: "Ready", status: "True" }] },
  };
}

export function expectation(
  claim: string,
  expected: string,
  seen: string,
  evidence: string[],
  held = true,
): Expectation {
  return { claim, expected, seen, held, evidence };
}

function facts(name: string, node: string, devices: number): Omit<Observation, "at">[] {
  return [
    {
      name: `${name}.create`,
      kind: "response",
      data: { method: "POST", path: "/api/v1/namespaces/karat-k7q2/pods", status: 201, body: pod(name, node, devices) },
    },
    { name, kind: "object", data: { ref: { kind: "Pod", name }, object: pod(name, node, devices) } },
    {
      name: `${name}.log`,
      kind: "log",
      data: {
        namespace: "karat-k7q2",
        pod: name,
        container: "probe",
        text: `nonce q3vx81\n/dev/nvidia0 open: ok\nuuid GPU-6f1f2c9e-77aa\n${"heartbeat\n".repeat(40)}`,
      },
    },
  ];
}

/** A run as it could have been on a cluster of two nodes with two accelerators each: one requirement fails. */
export function sampleRun(): Sample {
  const bound = "no pod of the gang is bound while a member cannot be";
  return {
    options: { only: [], timeoutFactor: 1, image: "registry.k8s.io/e2e-test-images/agnhost:2.59" },
    preflight: [
      { name: "version", kind: "value", data: { gitVersion: "v1.37.2", platform: "linux/amd64" } },
      {
        name: "resourceslices",
        kind: "list",
        data: {
          path: "/apis/resource.k8s.io/v1/resourceslices",
          items: [pod("slice-a", "worker-1", 2), pod("slice-b", "worker-2", 2)],
        },
      },
    ],
    checks: [
      {
        id: "dra_support/plain-pod",
        kind: "control",
        proves: "a pod without a claim runs here",
        node: "worker-1",
        from: 1,
        to: 4.2,
        steps: [
          [0.2, "creates the pod"],
          [1.4, "waits for it to start"],
        ],
        observations: facts("plain", "worker-1", 0),
        expectations: [expectation("the pod printed the nonce", "q3vx81", "q3vx81", ["plain.log"])],
      },
      {
        id: "dra_support/named-device",
        kind: "positive",
        proves: "a claim that names one device by CEL gets that device, and the container can open it",
        node: "worker-1",
        devices: 1,
        from: 4.5,
        to: 12.4,
        steps: [
          [0.1, "creates the claim"],
          [0.9, "waits for the pod named to start"],
          [5, "reads its log"],
        ],
        observations: facts("named", "worker-1", 1),
        expectations: [
          expectation("the claim is allocated the device that it names", "worker-1/gpu-0", "worker-1/gpu-0", ["named"]),
          expectation("the container opens that device and no other", "GPU-6f1f2c9e-77aa", "GPU-6f1f2c9e-77aa", [
            "named.log",
          ]),
        ],
      },
      {
        id: "dra_support/contradiction",
        kind: "negative",
        proves: "a claim that no device can satisfy stays unallocated",
        node: "worker-2",
        from: 1.5,
        to: 13,
        steps: [
          [0.1, "creates a claim with a contradictory selector"],
          [0.8, "watches for 10 s that nothing is allocated"],
        ],
        observations: facts("contradiction", "worker-2", 0).slice(0, 2),
        expectations: [expectation("the claim has no allocation after 10 s", "none", "none", ["contradiction"])],
      },
      {
        id: "dra_support/one-too-many",
        kind: "negative",
        proves: "when every device is taken, one more claim waits, and gets the first that is released",
        node: "worker-2",
        devices: 2,
        from: 13.4,
        to: 29,
        steps: [
          [0.2, "takes both devices of worker-2"],
          [4, "creates one claim more"],
          [10, "releases one"],
        ],
        observations: facts("third", "worker-2", 2),
        expectations: [
          expectation("the third claim waits", "unallocated", "unallocated", ["third"]),
          expectation("it gets the device that was released", "worker-2/gpu-1", "worker-2/gpu-1", ["third.log"]),
        ],
      },
      {
        id: "secure_accelerator_access/granted",
        kind: "control",
        proves: "a pod that asked for one accelerator can open it",
        node: "worker-1",
        devices: 1,
        from: 12.8,
        to: 18.6,
        steps: [
          [0.2, "creates the pod"],
          [3, "reads its log"],
        ],
        observations: facts("granted", "worker-1", 1),
        expectations: [expectation("it opens exactly one device", "1", "1", ["granted.log"])],
      },
      {
        id: "secure_accelerator_access/unrequested",
        kind: "negative",
        proves: "a pod that asked for none sees none and may open none, whatever it tries",
        node: "worker-1",
        devices: 1,
        from: 19,
        to: 27.7,
        steps: [
          [0.1, "creates the pod on the same node"],
          [2.6, "mknod and open for every accelerator"],
          [6, "looks again after the release"],
        ],
        observations: facts("unrequested", "worker-1", 0),
        expectations: [
          expectation("it lists no accelerator", "none", "none", ["unrequested.log"]),
          expectation("open of a mknod'ed device is refused by the kernel", "EPERM", "EPERM", ["unrequested.log"]),
        ],
      },
      {
        id: "secure_accelerator_access/disjoint",
        kind: "positive",
        proves: "two pods with one accelerator each never share one",
        node: "worker-1",
        devices: 2,
        from: 28.2,
        to: 36.9,
        steps: [
          [0.1, "creates both pods"],
          [4, "compares what they opened"],
        ],
        observations: facts("pair", "worker-1", 2),
        expectations: [
          expectation("the two device sets are disjoint", "GPU-6f1f… and GPU-91c0…", "GPU-6f1f… and GPU-91c0…", [
            "pair.log",
          ]),
        ],
      },
      {
        id: "gang_scheduling/without-gang",
        kind: "control",
        proves: "the same pods without a gang bind in part, so the shortage is real",
        devices: 0,
        from: 37.4,
        to: 44,
        steps: [
          [0.1, "a blocker leaves three of four devices"],
          [1, "creates four plain pods"],
        ],
        observations: facts("plain-member", "worker-2", 1),
        expectations: [expectation("some but not all pods are bound", "1 to 3 of 4", "3 of 4", ["plain-member"])],
      },
      {
        id: "gang_scheduling/all-or-nothing",
        kind: "negative",
        proves: "while one member of a gang of four cannot be placed, none is",
        typical: 30,
        from: 44.4,
        to: 58.2,
        steps: [
          [0.1, "creates the PodGroup and its four pods"],
          [0.7, "watches for 10 s that none is bound"],
          [11, "takes the blocker away"],
        ],
        observations: facts("member", "worker-2", 1),
        verdict: "fail",
        reason: `${bound}: expected 0 bound, saw 3 of 4 bound for 9.8 s`,
        expectations: [
          expectation("the scheduler knows the gang", "PodGroup observed", "PodGroup observed", ["member.create"]),
          expectation(bound, "0 bound", "3 of 4 bound for 9.8 s", ["member"], false),
        ],
      },
      {
        id: "gang_scheduling/two-gangs",
        kind: "positive",
        proves: "two gangs that compete for the same devices both finish",
        typical: 20,
        from: 44.9,
        to: 57,
        interruption: { kind: "api-lost", message: "connect ECONNREFUSED 127.0.0.1:6443, 5 attempts" },
        steps: [[0.2, "creates both gangs"]],
        observations: facts("rival", "worker-1", 1).slice(0, 1),
      },
      {
        id: "gang_scheduling/kueue",
        kind: "positive",
        proves: "Kueue admits a gang as a whole",
        from: 0,
        to: 0,
        planned: { verdict: "n/a", reason: "no kueue.x-k8s.io API is served: see preflight" },
      },
    ],
  };
}
