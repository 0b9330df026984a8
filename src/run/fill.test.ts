import { expect, test } from "vitest";
import type { ApiObject } from "../record/facts.js";
import { fill, NONCE } from "./fill.js";

const filling = { labels: { "karat.dev/run": "r" }, nonce: "n0nce", image: "probe:1" };

test("a pod gets namespace, labels, image, nonce and a restricted default", () => {
  const pod = fill({ kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c" }] } }, filling, "ns");
  expect(pod).toEqual({
    kind: "Pod",
    metadata: { name: "p", namespace: "ns", labels: filling.labels },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "c",
          image: "probe:1",
          imagePullPolicy: "IfNotPresent",
          env: [{ name: NONCE, value: "n0nce" }],
          securityContext: { allowPrivilegeEscalation: false },
        },
      ],
    },
  });
});

test("what the object says itself is kept, the owner labels excepted", () => {
  const given: ApiObject = {
    metadata: { namespace: "other", labels: { "karat.dev/run": "someone else", app: "x" } },
    spec: {
      terminationGracePeriodSeconds: 9,
      automountServiceAccountToken: true,
      initContainers: [{ image: "own", env: [{ name: NONCE, value: "mine" }] }],
      containers: [
        { securityContext: { privileged: true } },
        { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } },
      ],
    },
  };
  const before = structuredClone(given);
  const pod = fill(given, filling, "ns");
  expect(given).toEqual(before);
  expect(pod["metadata"]).toEqual({ namespace: "other", labels: { "karat.dev/run": "r", app: "x" } });
  expect(pod["spec"]).toMatchObject({ terminationGracePeriodSeconds: 9, automountServiceAccountToken: true });
  expect(pod["spec"].initContainers[0]).toMatchObject({ image: "own", env: [{ name: NONCE, value: "mine" }] });
  expect(pod["spec"].containers[0].securityContext).toEqual({ privileged: true });
  expect(pod["spec"].containers[1].securityContext.allowPrivilegeEscalation).toBeUndefined();
});

test("templates at any depth make labelled pods and claims", () => {
  const jobset = fill(
    { spec: { replicatedJobs: [{ template: { spec: { template: { spec: { containers: [{ name: "c" }] } } } } }] } },
    filling,
    "ns",
  );
  const template = jobset["spec"].replicatedJobs[0].template.spec.template;
  expect(template.metadata.labels).toEqual(filling.labels);
  expect(template.spec.containers[0].image).toBe("probe:1");
  const claims = fill({ kind: "ResourceClaimTemplate", spec: { spec: { devices: { requests: [] } } } }, filling, "ns");
  expect(claims["spec"].metadata.labels).toEqual(filling.labels);
});

test("a cluster-scoped object gets no namespace", () => {
  const object = fill({ kind: "DeviceClass", metadata: { name: "x" }, spec: {} }, filling, undefined);
  expect(object["metadata"]).toEqual({ name: "x", labels: filling.labels });
});
