import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Check, Requirement } from "../../run/check.js";
import { clusterRole, explanation, explanationText, listText, roleYaml } from "./explanation.js";
import { markdownText } from "./markdown.js";

const plain = picocolors.createColors(false);
const coloured = picocolors.createColors(true);

function check(name: string, kind: Check["kind"], more: Partial<Check> = {}): Check {
  return {
    id: `gang_scheduling/${name}`,
    kind,
    proves: `${name} is shown`,
    needs: {},
    seconds: { typical: 20, deadline: 90 },
    observe: async () => {},
    judge: () => {},
    ...more,
  };
}

const requirement: Requirement = {
  id: "gang_scheduling",
  title: "Together or not at all",
  checks: [
    check("none", "negative", { needs: { node: "whole", after: ["gang_scheduling/part"] } }),
    check("part", "control", {
      needs: { devices: 2, access: "dra" },
      rules: [
        { apiGroups: [""], resources: ["pods", "services"], verbs: ["get"] },
        { apiGroups: ["scheduling.k8s.io"], resources: ["podgroups"], verbs: ["create"] },
      ],
    }),
  ],
};
const runner = [{ apiGroups: [""], resources: ["pods"], verbs: ["list", "get"] }];
const explained = explanation(requirement, "# Gang scheduling\n\nWhy it **matters**.\n", runner);

test("the role names each resource once, under all its verbs, as YAML that kubectl takes", () => {
  expect(parse(roleYaml(explained.role))).toEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "karat-gang-scheduling" },
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
      { apiGroups: [""], resources: ["services"], verbs: ["get"] },
      { apiGroups: ["scheduling.k8s.io"], resources: ["podgroups"], verbs: ["create"] },
    ],
  });
  expect(clusterRole("empty", []).rules).toEqual([]);
});

test("the page: README, then the checks by kind with needs and times, then the role", () => {
  const text = explanationText(explained, 80, plain);
  expect(text).toMatchInlineSnapshot(`
    "gang_scheduling  Together or not at all
    MUST in 1.33 to 1.37

    Why it matters.

    Controls: does the instrument work here?
      gang_scheduling/part
        part is shown
        needs 2 accelerators on one node, served by DRA
        about 20 s, at most 1 min 30 s

    Negative: does what must not happen not happen?
      gang_scheduling/none
        none is shown
        needs an accelerator node to itself, to run after gang_scheduling/part
        about 20 s, at most 1 min 30 s

    What it does in the API  (karat explain gang_scheduling --output rbac | kubectl apply -f -)

    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: karat-gang-scheduling
    rules:
      - apiGroups: [""]
        resources: [pods]
        verbs: [get, list]
      - apiGroups: [""]
        resources: [services]
        verbs: [get]
      - apiGroups: [scheduling.k8s.io]
        resources: [podgroups]
        verbs: [create]
    "
  `);
});

test("the list: each requirement with its levels, then those that nothing proves", () => {
  const text = listText([requirement], plain);
  expect(text).toMatch(
    /^ {2}gang_scheduling +Together or not at all {2}2 checks, 40 s one after another\n +MUST in 1.33 to 1.37\n/,
  );
  expect(text).toMatch(
    /\n\nNot proven, as karat has no check of it\n {2}dra_support +SHOULD in 1.33; MUST in 1.34 to 1.35\n/,
  );
  expect(text.match(/gang_scheduling/g)).toHaveLength(1);
});

describe("Markdown for a terminal", () => {
  const words = Array.from({ length: 40 }, (_, number) => `word${number}`).join(" ");

  test("fills paragraphs and items to the width, items with a hanging indent", () => {
    const text = markdownText(`${words}\n\n- ${words}\n2. ${words}`, 60, plain);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).toContain("\n• word0");
    expect(text).toMatch(/\n {2}word\d+/);
    expect(text).toContain("\n2. word0");
    expect(text.match(/word39/g)).toHaveLength(3);
  });

  test("keeps code and tables as they are, drops comments, shows where links lead", () => {
    const text = markdownText(
      "<!-- hidden -->\n```sh\n$ karat  run\n```\n| a | b |\n|---|---|\n[KEP](https://kep.k8s.io/4671) [file](x.ts)",
      80,
      plain,
    );
    expect(text).toBe("$ karat  run\n| a | b |\n|---|---|\nKEP (https://kep.k8s.io/4671) file".replace("$", "$"));
  });

  test("turns a table that is too wide into items, and keeps one that is not", () => {
    const table = "| check | what |\n|---|:--|\n| `a` | b \\| c |\n";
    expect(markdownText(table, 80, plain)).toBe("| check | what |\n|---|:--|\n| a | b \\| c |");
    const wide = `before\n\n| check | kind | what is seen |\n|---|---|---|\n| one | control | ${words} |\n| two | negative | ${words} |\n\nafter`;
    const text = markdownText(wide, 60, plain);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^before\n\n• one\n  • kind: control\n  • what is seen: word0 word1/);
    expect(text).toMatch(/word39\n• two\n/);
    expect(text).toMatch(/word39\n\nafter$/);
  });

  test("colours where it may, and never lets escapes of a file through", () => {
    expect(markdownText("# Title `code` \u001b[31mred", 80, coloured)).toContain("\u001b[36mcode");
    expect(markdownText("\u001b[31mred", 80, plain)).toBe("␛[31mred");
  });
});
