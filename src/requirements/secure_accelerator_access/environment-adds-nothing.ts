import type { ApiObject } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectNothingAdded } from "../probing/expectations.js";
import { sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { givenAdapter } from "../probing/setup.js";
import { Stage, template } from "../probing/stage.js";
import { type Access, checkId, onlyWhereServed, through } from "./access.js";

export const environmentAddsNothing = (access: Access): Check => ({
  id: checkId(access, "environment-adds-nothing"),
  kind: "negative",
  proves: `on a node that serves accelerators ${through(access)}, naming them in a container's environment gives none`,
  needs: { access },
  seconds: { typical: 4, deadline: 240 },
  rules: RULES,
  notApplicable: onlyWhereServed(access),

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./environment-adds-nothing.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const pod = template(manifests, "Pod", "outsider");
    const asking = (pod["spec"].containers as ApiObject[]).find(({ name }) => name === "asking");
    asking!["env"] = stage.askingByEnvironment;
    observer.step(`ask for all accelerators of ${stage.pool.node} by ${asking!["env"][0].name}`);
    await stage.probe(pod, { asking: { environment: [...stage.looking.environment!, ...asking!["env"].map(nameOf)] } });
  },

  judge(facts, expect) {
    const { environment } = sightOf(facts, "outsider", "asking");
    const wishes = givenAdapter(facts).shortcuts.filter(({ nullMounts }) => nullMounts === undefined);
    const made = wishes.filter((wish) =>
      Object.entries(wish.environment ?? {}).every(([name, value]) => environment.get(name) === value),
    );
    if (made.length === 0 || made.length < wishes.length) {
      throw new Undecidable("the container's environment does not ask for accelerators");
    }
    const [plain, asking] = ["plain", "asking"].map((container) => ({ pod: "outsider", container })) as [Where, Where];
    expectNothingAdded(facts, expect, plain, asking, made.map(({ by }) => by).join(" and "));
  },
});

type Where = { pod: string; container: string };

const nameOf = ({ name }: { name: string }): string => name;
