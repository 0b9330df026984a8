import type { ApiObject, Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectNothingAdded } from "../probing/expectations.js";
import { created, evidenceOf, sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { givenAdapter } from "../probing/setup.js";
import { Stage, template } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

/** A cluster that admits no hostPath volumes closes this way before the container runtime is asked. */
export const mountAddsNothing = (access: Access): Check => ({
  id: checkId(access, "mount-adds-nothing"),
  kind: "negative",
  proves: `on a node that serves accelerators ${through(access)}, mounting the node's /dev/null in their name gives none`,
  needs: { access, podSecurity: "privileged" },
  seconds: { typical: 4, deadline: 240 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./mount-adds-nothing.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const shortcuts = stage.adapter.shortcuts.filter(({ nullMounts }) => nullMounts !== undefined);
    const environment = Object.entries(Object.assign({}, ...shortcuts.map(({ environment = {} }) => environment)));
    const outsider = template(manifests, "Pod", "outsider");
    const asking = (outsider["spec"].containers as ApiObject[]).find(({ name }) => name === "asking")!;
    asking["env"] = environment.map(([name, value]) => ({ name, value }));
    asking["volumeMounts"] = shortcuts
      .flatMap(({ nullMounts = [] }) => nullMounts)
      .map((mountPath) => ({ name: "null", mountPath, readOnly: true }));
    observer.step(`ask for all accelerators of ${stage.pool.node} by mounts of /dev/null`);
    const { status } = await stage.create(outsider);
    if (status === 201) await stage.perform(outsider);
    else await stage.probe(template(manifests, "Pod", "without"));
  },

  judge(facts, expect) {
    const refusal = admissionRefusal(facts);
    if (refusal !== undefined) {
      // Pods as such are admitted, and run.
      sightOf(facts, "without", "probe");
      expect("a pod that mounts /dev/null of its node in the accelerators' name gets none", {
        held: true,
        expected: "no accelerator, or no such pod",
        seen: `refused at admission: ${refusal}`,
        evidence: [created("outsider"), ...evidenceOf("without", "probe")],
      });
      return;
    }
    const wishes = givenAdapter(facts).shortcuts.filter(({ nullMounts }) => nullMounts !== undefined);
    const { mounts } = sightOf(facts, "outsider", "asking");
    const there = wishes.flatMap(({ nullMounts = [] }) => nullMounts).map((path) => mounted(path, mounts));
    if (there.length === 0 || there.includes(false)) throw new Undecidable("the container does not have the mounts");
    const [plain, asking] = ["plain", "asking"].map((container) => ({ pod: "outsider", container })) as [Where, Where];
    expectNothingAdded(facts, expect, plain, asking, wishes.map(({ by }) => by).join(" and "));
  },
});

type Where = { pod: string; container: string };

/** What the API server said of the hostPath volume; undefined when it took the pod. @throws for any other refusal */
function admissionRefusal(facts: Facts): string | undefined {
  const { status, body } = facts.response(created("outsider"));
  if (status === 201) return undefined;
  const message = String(body["message"] ?? "");
  // Pod Security, security context constraints and webhooks answer 403, a ValidatingAdmissionPolicy 422.
  const denied = status === 403 || (status === 422 && /denied request/i.test(message));
  if (denied && /hostPath/i.test(message)) return message;
  throw new Undecidable(`the pod with the mounts was not created, for another reason: ${status} ${message}`);
}

/** /var/run is /run in most images. */
function mounted(path: string, mounts: readonly string[]): boolean {
  return mounts.includes(path) || mounts.includes(path.replace(/^\/var\/run\//, "/run/"));
}
