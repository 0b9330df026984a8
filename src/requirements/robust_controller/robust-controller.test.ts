import { describe, expect, test } from "vitest";
import type { ApiObject } from "../../record/facts.js";
import { collectsChildren } from "./collects-children.js";
import { healsChild } from "./heals-child.js";
import { plainReplicaSet } from "./plain-replica-set.js";
import { reconciles } from "./reconciles.js";
import { refusesInvalid } from "./refuses-invalid.js";
import { survivesRestart } from "./survives-restart.js";
import { controllerPod, line, MadeUp, owner, pod, running, TRAINER, WEBHOOK } from "./testing.js";

const twin = (uid: string, changes = {}) => pod(uid, "twin", { kind: "ReplicaSet", ...changes });
const waiting = {
  phase: "Pending",
  containerStatuses: [{ name: "worker", state: { waiting: { reason: "ErrImagePull" } } }],
};

describe("without an operator", () => {
  const all = [refusesInvalid, reconciles, healsChild, collectsChildren, survivesRestart];
  test.each(all.map((check) => [check.id, check] as const))("%s is inconclusive", (_id, check) => {
    expect(new MadeUp(null, []).judge(check)).toMatchObject({ verdict: "inconclusive" });
    expect(new MadeUp(TRAINER, []).judge(check).reason).toContain("is not installed");
  });
});

describe("plain-replica-set", () => {
  const made = () =>
    new MadeUp(null)
      .created("twin")
      .history("up.pods", [twin("t1")])
      .log("up", "t1", line("t1"))
      .history("again.pods", [twin("t2")])
      .log("again", "t2", line("t2"))
      .object("twin.gone", null)
      .history("left.pods", []);

  test("runs, is healed, is collected", () => expect(made().judge(plainReplicaSet).verdict).toBe("pass"));
  test("a pod that only says so", () => {
    expect(made().log("up", "t1", "").judge(plainReplicaSet).verdict).toBe("inconclusive");
  });
  test("not healed", () => {
    expect(
      made()
        .history("again.pods", [twin("t1")])
        .judge(plainReplicaSet).verdict,
    ).toBe("fail");
  });
  test("not collected", () => {
    expect(
      made()
        .history("left.pods", [twin("t2")])
        .judge(plainReplicaSet).verdict,
    ).toBe("fail");
  });
});

describe("refuses-invalid", () => {
  const service = { name: "controller", namespace: "kubeflow-system" };
  const rules = [
    { apiGroups: ["trainer.kubeflow.org"], apiVersions: ["*"], operations: ["CREATE"], resources: ["trainjobs"] },
  ];
  const webhooks = (all: ApiObject[]) => ({ path: "", items: [{ webhooks: all }] });
  const webhook = (changes: object = {}) => ({ name: WEBHOOK, clientConfig: { service }, rules, ...changes });
  const denied = `admission webhook "${WEBHOOK}" denied the request: unsupported runtime`;
  const made = (message = denied, status = 403, reason = "Forbidden") =>
    new MadeUp()
      .put("webhooks", "list", webhooks([webhook()]))
      .object("service.0", { spec: { selector: TRAINER.controller[0]!.labels } })
      .put("controller.0", "list", { path: "", items: [controllerPod("c1")] })
      .answer("accepted", 201, { metadata: {} })
      .answer("refused", status, { message, reason });

  test("by the operator's own webhook", () => expect(made().judge(refusesInvalid).verdict).toBe("pass"));
  test("accepted, as when the webhook is down and ignored", () => {
    expect(made("", 201).judge(refusesInvalid)).toMatchObject({ verdict: "fail" });
  });
  test("the webhook does not answer", () => {
    const unanswered = `Internal error occurred: failed calling webhook "${WEBHOOK}": dial tcp`;
    expect(made(unanswered, 500).judge(refusesInvalid).verdict).toBe("fail");
    expect(made().answer("accepted", 500, { message: unanswered }).judge(refusesInvalid).verdict).toBe("fail");
  });
  test("only the last of several answers counts", () => {
    expect(made("", 503).answer("refused.2", 403, { message: denied }).judge(refusesInvalid).verdict).toBe("pass");
  });
  test("by the schema, where there is a webhook: it was not heard", () => {
    expect(made("is invalid", 422, "Invalid").judge(refusesInvalid).verdict).toBe("inconclusive");
  });
  test("by the schema, where there is none", () => {
    const facts = made("is invalid", 422, "Invalid").put("webhooks", "list", webhooks([]));
    expect(facts.judge(refusesInvalid)).toMatchObject({ verdict: "fail" });
  });
  test("by a policy", () => {
    expect(made("ValidatingAdmissionPolicy 'p' denied request", 422, "Invalid").judge(refusesInvalid).verdict).toBe(
      "inconclusive",
    );
  });
  test("by somebody else's webhook", () => {
    expect(made('admission webhook "other" denied the request: no').judge(refusesInvalid).verdict).toBe("inconclusive");
  });
  test("a webhook of that name that is served by others", () => {
    const other = controllerPod("c1", { metadata: { labels: { "app.kubernetes.io/name": "kueue" } } });
    expect(
      made()
        .put("controller.0", "list", { path: "", items: [other] })
        .judge(refusesInvalid).verdict,
    ).toBe("fail");
  });
  test("a Service that leads to other pods, or to none by itself", () => {
    for (const spec of [{ selector: { app: "other" } }, {}]) {
      expect(made().object("service.0", { spec }).judge(refusesInvalid).verdict).toBe("fail");
    }
  });
  test("a webhook that guards something else, or does not look at creations", () => {
    for (const change of [{ resources: ["trainingruntimes"] }, { operations: ["DELETE"] }, { apiGroups: ["ray.io"] }]) {
      const facts = made().put("webhooks", "list", webhooks([webhook({ rules: [{ ...rules[0], ...change }] })]));
      expect(facts.judge(refusesInvalid).verdict).toBe("fail");
    }
  });
  test("a webhook outside of the cluster", () => {
    const facts = made().put("webhooks", "list", webhooks([webhook({ clientConfig: { url: "https://example.com" } })]));
    expect(facts.judge(refusesInvalid).verdict).toBe("fail");
  });
  test("a webhook that refuses everything", () => {
    expect(made().answer("accepted", 403, { message: denied }).judge(refusesInvalid).verdict).toBe("fail");
  });
});

describe("reconciles", () => {
  const up = (pods: ApiObject[]) => running().phase("up", pods);

  test("to pods that run", () => expect(running().judge(reconciles).verdict).toBe("pass"));
  test("to nothing, while the twin's pod runs", () => expect(up([twin("t1")]).judge(reconciles).verdict).toBe("fail"));
  test("to nothing, and the twin neither", () => expect(up([]).judge(reconciles).verdict).toBe("inconclusive"));
  test("a pod of somebody else", () => {
    expect(up([pod("p1", "other"), twin("t1")]).judge(reconciles).verdict).toBe("fail");
  });
  test("a pod that is owned and not controlled", () => {
    const [reference] = owner("Job", "job")["ownerReferences"];
    const metadata = { ownerReferences: [{ ...reference, controller: false }] };
    expect(up([pod("p1", "job", { metadata }), twin("t1")]).judge(reconciles).verdict).toBe("fail");
  });
  test("to a pod that does not start", () => {
    const judgement = up([pod("p1", "job", { status: waiting }), twin("t1")]).judge(reconciles);
    expect(judgement.verdict).toBe("inconclusive");
    expect(judgement.reason).toContain("ErrImagePull");
  });
  test("to a pod that says Running and printed nothing, or what another one prints", () => {
    for (const text of ["", line("t1"), line("p1", "fedcba9876543210")]) {
      expect(running().log("up", "p1", text).judge(reconciles).verdict).toBe("inconclusive");
    }
  });
  test("refused by the operator's own webhook", () => {
    const message = `admission webhook "${WEBHOOK}" denied the request: no`;
    expect(running().answer("right.created", 403, { message }).judge(reconciles).verdict).toBe("fail");
  });
  test("refused, as what it refers to could not be created", () => {
    const message = `admission webhook "${WEBHOOK}" denied the request: no such runtime`;
    const facts = running().answer("before.0", 403, { message: "quota" }).answer("right.created", 403, { message });
    expect(facts.judge(reconciles).verdict).toBe("inconclusive");
    expect(facts.answer("before.0.2", 201, {}).judge(reconciles).verdict).toBe("fail");
  });
  test("refused by a quota or by RBAC", () => {
    expect(running().answer("right.created", 403, { message: "forbidden" }).judge(reconciles).verdict).toBe(
      "inconclusive",
    );
  });
});

describe("heals-child", () => {
  const made = () =>
    running()
      .object("child.gone", null)
      .object("pod.gone", null)
      .phase("again", [pod("p2", "job2"), twin("t2")], "right", "jobset2", "job2")
      .children("again", "jobset2")
      .object("right.later", { metadata: { name: "right", uid: "right" } });

  test("with another UID, and new pods", () => expect(made().judge(healsChild).verdict).toBe("pass"));
  test("nothing comes back", () => {
    expect(
      made()
        .children("again")
        .phase("again", [twin("t2")])
        .judge(healsChild).verdict,
    ).toBe("fail");
  });
  test("it was not deleted", () => {
    const child = { metadata: { name: "right", uid: "jobset" } };
    expect(made().object("child.gone", child).judge(healsChild).verdict).toBe("inconclusive");
  });
  test("the very same is there again", () => {
    expect(made().children("again", "jobset").judge(healsChild).verdict).toBe("fail");
  });
  test("a child without pods", () => {
    expect(
      made()
        .phase("again", [twin("t2")])
        .judge(healsChild).verdict,
    ).toBe("fail");
  });
  test("the twin was not healed either", () => {
    expect(
      made()
        .children("again")
        .phase("again", [twin("t1")])
        .judge(healsChild).verdict,
    ).toBe("inconclusive");
  });
  test("the object was deleted meanwhile", () => {
    expect(
      made()
        .object("right.later", { metadata: { name: "right", uid: "x" } })
        .judge(healsChild).verdict,
    ).toBe("inconclusive");
  });
  test("there was nothing to heal", () => {
    expect(
      made()
        .phase("up", [twin("t1")])
        .judge(healsChild).verdict,
    ).toBe("inconclusive");
  });
});

describe("collects-children", () => {
  const made = () =>
    running()
      .object("right.gone", null)
      .object("twin.gone", null)
      .history("left.pods", [])
      .history("left.children", [])
      .object("namespace", { metadata: { name: "n", uid: "n" } });

  test("all of it", () => expect(made().judge(collectsChildren).verdict).toBe("pass"));
  test("an object with a finalizer that nobody takes away", () => {
    const metadata = { name: "right", uid: "right", deletionTimestamp: "x", finalizers: ["example.com/stuck"] };
    const judgement = made().object("right.gone", { metadata }).judge(collectsChildren);
    expect(judgement.verdict).toBe("fail");
    expect(judgement.reason).toContain("example.com/stuck");
  });
  test("a pod that stays", () => {
    expect(
      made()
        .history("left.pods", [pod("p1", "job")])
        .judge(collectsChildren).verdict,
    ).toBe("fail");
  });
  test("a child that stays", () => {
    const child = { metadata: { name: "right", uid: "jobset" } };
    expect(made().history("left.children", [child]).judge(collectsChildren).verdict).toBe("fail");
  });
  test("the twin stays as well: nobody collects here", () => {
    expect(
      made()
        .history("left.pods", [pod("p1", "job"), twin("t1")])
        .judge(collectsChildren).verdict,
    ).toBe("inconclusive");
  });
  test("the whole namespace goes", () => {
    const metadata = { name: "n", uid: "n", deletionTimestamp: "x" };
    expect(made().object("namespace", { metadata }).judge(collectsChildren).verdict).toBe("inconclusive");
  });
});

describe("survives-restart", () => {
  const stays = [pod("p1", "job"), twin("t2"), pod("p2", "job2")];
  const made = () =>
    running()
      .history("before", [controllerPod("c1")])
      .object("killed.c1", null)
      .object("pod.gone", null)
      .history("after", [controllerPod("c2")])
      .created("next")
      .phase("again", stays, "next", "jobset2", "job2")
      .children("later", "jobset")
      .object("right.later", { metadata: { name: "right", uid: "right" } });

  test("comes back, and nothing was lost", () => expect(made().judge(survivesRestart).verdict).toBe("pass"));
  test("does not come back", () => {
    for (const after of [[], [controllerPod("c2", { ready: false })]]) {
      expect(made().history("after", after).judge(survivesRestart).verdict).toBe("fail");
    }
  });
  test("its pod was not deleted", () => {
    expect(made().object("killed.c1", controllerPod("c1")).judge(survivesRestart).verdict).toBe("inconclusive");
  });
  test("a pod that nobody would replace", () => {
    const alone = controllerPod("c1", { metadata: { ownerReferences: [] } });
    expect(made().history("before", [alone]).judge(survivesRestart).verdict).toBe("inconclusive");
  });
  test("its pods were not found", () => {
    expect(made().drop("before").judge(survivesRestart).verdict).toBe("inconclusive");
  });
  test("object, child or pod are others", () => {
    const other = { metadata: { name: "right", uid: "other" } };
    expect(made().object("right.later", other).judge(survivesRestart).verdict).toBe("fail");
    expect(made().children("later", "other").judge(survivesRestart).verdict).toBe("fail");
    expect(made().phase("again", stays.slice(1), "next", "jobset2", "job2").judge(survivesRestart).verdict).toBe(
      "fail",
    );
  });
  test("a container was started anew", () => {
    const restarted = { ...pod("p1", "job") };
    restarted["status"].containerStatuses[0].containerID = `containerd://${"b".repeat(64)}`;
    const pods = [restarted, ...stays.slice(1)];
    expect(made().phase("again", pods, "next", "jobset2", "job2").judge(survivesRestart).verdict).toBe("fail");
  });
  test("makes nothing any more", () => {
    expect(made().phase("again", stays.slice(0, 2), "next", "jobset2", "job2").judge(survivesRestart).verdict).toBe(
      "fail",
    );
  });
  test("the twin was not healed either", () => {
    const pods = [stays[0]!, twin("t1")];
    expect(made().phase("again", pods, "next", "jobset2", "job2").judge(survivesRestart).verdict).toBe("inconclusive");
  });
});
