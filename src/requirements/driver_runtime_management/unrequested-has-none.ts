import { adapterOf } from "../../accelerators/index.js";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import type { Inventory } from "../../run/inventory.js";
import { evidenceOf, later, sightOf, stillRunning } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { givenAdapter, SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";
import { bringsLibraries, librariesIn } from "./driver.js";
import { atEveryPlace, lookingForDriver } from "./every-place.js";
import { expectEverywhere, lookEverywhere, refuseUnseen } from "./everywhere.js";

/** A granted pod runs meanwhile and has what the other one must not have: there is something to be found. */
export const unrequestedHasNone: Check = {
  id: "driver_runtime_management/unrequested-has-none",
  kind: "negative",
  proves: "on every accelerator node a pod that requested nothing has no library of the driver, beside one that has",
  needs: { nodes: "every", devices: 1 },
  seconds: { typical: 9, deadline: 1800 },
  rules: RULES,
  notApplicable: whereNoLibrariesAreBrought,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./unrequested-has-none.yaml", import.meta.url));
    observer.step("look for the driver in a pod that requested nothing on every accelerator node");
    await atEveryPlace(observer, observer.devices, async (stage, place) => {
      const [granted, outsider] = [`granted${place}`, `outsider${place}`];
      if (!bringsLibraries(stage.adapter)) return;
      const pod = await stage.requesting(manifests, "granted", { as: granted });
      const { whole } = await stage.probe(pod, lookingForDriver(stage));
      if (whole) {
        const other = template(manifests, "Pod", "outsider");
        other["metadata"].name = outsider;
        await stage.probe(other, lookingForDriver(stage));
        await stage.lookAgain(granted);
      }
      await stage.giveBack(pod);
    });
  },

  judge(facts, expect) {
    const { looks, closed, unseen } = lookEverywhere(facts, ({ place }) => {
      const adapter = givenAdapter(facts, place);
      const [granted, outsider] = [`granted${place}`, `outsider${place}`];
      const evidence = [SETUP + place];
      // Its libraries come with images, and show nothing.
      if (!bringsLibraries(adapter)) return { libraries: undefined, evidence };
      if (librariesIn(sightOf(facts, granted, "probe", place), adapter).length === 0) {
        throw new Undecidable("a granted container has no library of the driver either; see version-matches");
      }
      const libraries = librariesIn(sightOf(facts, outsider, "probe", place), adapter);
      if (!stillRunning(facts, granted, "probe")) throw new Undecidable(`${granted} gave its device back too early`);
      evidence.push(...evidenceOf(granted, "probe"), later(granted), ...evidenceOf(outsider, "probe"));
      return { libraries, evidence };
    });
    const sentence = {
      claim: "a container that requested no accelerator has no library of the driver",
      expected: "none of what the vendor's runtime puts into granted containers",
    };
    const shown = looks.filter(({ libraries }) => libraries !== undefined);
    const held = expectEverywhere(expect, shown, sentence, ({ libraries = [], evidence }) => ({
      held: libraries.length === 0,
      seen: libraries.join(", ") || "none",
      evidence,
    }));
    if (held) refuseUnseen([...closed, ...unseen]);
  },
};

function whereNoLibrariesAreBrought({ pools }: Inventory): string | undefined {
  const vendors = pools.map(adapterOf);
  if (vendors.length === 0 || vendors.some(bringsLibraries)) return undefined;
  const names = [...new Set(vendors.map(({ name }) => name))].join(", ");
  return `the accelerators here (${names}) bring no libraries into containers: those come with images`;
}
