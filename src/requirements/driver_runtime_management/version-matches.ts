import { type Adapter, sameVersion } from "../../accelerators/index.js";
import type { Check } from "../../run/check.js";
import { acceleratorsIn } from "../probing/accelerators.js";
import { evidenceOf, sightOf } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { givenAdapter, SETUP } from "../probing/setup.js";
import { changed } from "./changed.js";
import { advertisedAt, bringsLibraries, inWords, librariesIn, probedIn, whyUnprobed } from "./driver.js";
import { atEveryPlace, lookingForDriver } from "./every-place.js";
import { expectEverywhere, lookEverywhere, refuseUnseen } from "./everywhere.js";

export const versionMatches: Check = {
  id: "driver_runtime_management/version-matches",
  kind: "positive",
  proves: "on every accelerator node the advertised version of the driver is the one that a granted container finds",
  needs: { nodes: "every", devices: 1 },
  seconds: { typical: 7, deadline: 1800 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./version-matches.yaml", import.meta.url));
    observer.step("look for the driver in a granted container on every accelerator node");
    await atEveryPlace(observer, observer.devices, async (stage, place) => {
      const pod = await stage.requesting(manifests, "granted", { as: `granted${place}` });
      await stage.probe(pod, lookingForDriver(stage));
      await stage.giveBack(pod);
    });
  },

  judge(facts, expect) {
    const { looks, closed, unseen } = lookEverywhere(facts, ({ place }) => {
      const adapter = givenAdapter(facts, place);
      const sight = sightOf(facts, `granted${place}`, "probe", place);
      const evidence = [...evidenceOf(`granted${place}`, "probe"), SETUP + place];
      return { adapter, sight, evidence, told: advertisedAt(facts, place, adapter), found: probedIn(sight, adapter) };
    });

    const advertised = {
      claim: "every accelerator node advertises the version of its driver",
      expected: "a DRA attribute or a node label that tells it",
    };
    const runtime = {
      claim: "a granted container has the device, and the libraries that the vendor's runtime brings",
      expected: "a device file, and libraries where they do not come with the image",
    };
    const matching = {
      claim: "the advertised version is the one that a granted container finds",
      expected: "one version, leading zeros aside",
    };
    const comparing = {
      claim: "the same comparison tells another version apart",
      expected: "no match once a number of it is changed",
    };
    // What neither is told nor found is a matter of the expectations before.
    const comparable = looks.filter(({ told, found }) => told.versions.length > 0 && found.length > 0);
    const held = [
      expectEverywhere(expect, looks, advertised, ({ told, evidence }) => ({
        held: told.silent.length === 0,
        seen: told.silent.length === 0 ? inWords(told.versions) : `nothing about ${told.silent.join(", ")}`,
        evidence: [...evidence, ...told.evidence],
      })),
      expectEverywhere(expect, looks, runtime, ({ adapter, sight, evidence }) => ({
        ...grant(sight, adapter),
        evidence,
      })),
      expectEverywhere(expect, comparable, matching, ({ told, found, evidence }) => ({
        held: told.versions.every(({ version }) => found.every((one) => sameVersion(version, one.version))),
        seen: `${inWords(told.versions)} advertised, ${inWords(found)} found`,
        evidence: [...evidence, ...told.evidence],
      })),
      expectEverywhere(expect, comparable, comparing, ({ told, found, evidence }) => {
        const others = told.versions.map(({ version }) => changed(version));
        const alike = others.filter((other) => found.some(({ version }) => sameVersion(other, version)));
        const seen =
          alike.length === 0 ? `no match with ${[...new Set(others)].join(", ")}` : `a match with ${alike.join(", ")}`;
        return { held: alike.length === 0, seen, evidence: [...evidence, ...told.evidence] };
      }),
    ];
    if (!held.every(Boolean)) return;
    const unprobed = looks.filter(({ found }) => found.length === 0);
    refuseUnseen([...closed, ...unseen, ...unprobed.map(({ node, adapter }) => `${node}: ${whyUnprobed(adapter)}`)]);
  },
};

/** What came with a grant. */
function grant(sight: Parameters<typeof librariesIn>[0], adapter: Adapter): { held: boolean; seen: string } {
  const devices = acceleratorsIn(sight, adapter).map(({ path }) => path);
  const libraries = librariesIn(sight, adapter);
  const lacking = [
    ...(devices.length === 0 ? ["no device file"] : []),
    ...(bringsLibraries(adapter) && libraries.length === 0 ? ["no library of the driver"] : []),
  ];
  return { held: lacking.length === 0, seen: lacking.join(" and ") || [...devices, ...libraries].join(", ") };
}
