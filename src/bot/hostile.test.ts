import { expect, test } from "vitest";
import { RULES } from "../submission/rules/index.js";
import { CHECK, commentEvent, idle, pullEvent, send } from "./testing/bot.js";
import { seen } from "./testing/markdown.js";
import { PULL, Scene } from "./testing/scene.js";

const scene = new Scene();

/** What a pull request may put into a name, a value, and so into what is said of them. */
const HOSTILE = [
  "@cncf/everybody",
  "[click](https:evil.example)",
  "![x](x.png)",
  "<img src=x onerror=alert(1)>",
  "-->",
  "<!-- karat-submission head=0 -->",
  "`code`",
  "|",
  "#1 GH-1 cncf/foundation#1",
  "$x^2$",
  ":tada:",
  "0123456789abcdef0123456789abcdef01234567",
  "\u202Egnp.exe",
  "a\nb",
  "'\"; rm -rf $(HOME) ${{ github.token }}",
];

const yaml = JSON.stringify(HOSTILE.join(" "));

test.each([
  ["values", `metadata:\n  productName: ${yaml}\n  platformVersion: ${yaml}\n  websiteUrl: ${yaml}\nspec: ${yaml}\n`],
  ["keys", `metadata:\n  ${yaml}: 1\n${HOSTILE.map((key) => `${JSON.stringify(key)}: {}\n`).join("")}`],
  ["a document that is none", `metadata: [\n${HOSTILE.join("\n")}`],
  ["an anchor that is not there", "metadata: *https://evil.example/@cncf\n"],
  ["a tag", "metadata: !<tag:evil.example,@cncf> x\n--- \n<b>two</b>\n"],
])("Markdown in %s of a submission, its files' names and its folder's is text", async (_, product) => {
  await scene.restart({ check: { ...CHECK, rules: RULES } });
  const folder = `v1.35/${HOSTILE.slice(0, 4).join("").replaceAll("/", "-")}`;
  const names = HOSTILE.map((name) => `${folder}/${name.replaceAll("/", "-")}.md`);
  const files = names.map((path) => [path, `# ${HOSTILE.join("\n")}`]);
  scene.pushFiles({ [`${folder}/PRODUCT.yaml`]: product, ...(Object.fromEntries(files) as Record<string, string>) });
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  const [body = "", ...more] = scene.own;
  expect(more).toEqual([]);
  const [marker = "", ...rest] = body.split("\n");
  expect(marker).toMatch(/^<!-- karat-submission head=[0-9a-f]{40} labels=v1.35 explained= -->$/);
  const { links, tags, stray } = seen(rest.join("\n"));
  expect(stray).toEqual([]);
  for (const url of links) expect(url).toMatch(/^https:\/\/github\.com\/cncf\/k8s-ai-conformance\/(?:commit|blob)\//);
  expect(tags.filter((tag) => !/^<\/?(?:code|details|summary|sub|br)>$/.test(tag))).toEqual([]);
  expect(scene.statusOf(scene.head)?.description).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(scene.labels.toSorted()).toEqual(["karat/failed", "v1.35"]);
});

test("ids that GitHub would make something of are answered as text, and what is no id is not repeated", async () => {
  await send(scene.bot, pullEvent(PULL));
  await idle(scene.database);
  const ids = "GH-1 DEADBEEF-1 @cncf-1 #1 SPEC-001--> <b>X-1</b> ../A-1 `A-1` [A-1](x) SPEC-004\u202E";
  await send(scene.bot, commentEvent(PULL, `/explain ${ids}`), { event: "issue_comment" });
  await idle(scene.database);
  const [marker = "", ...rest] = (scene.own[0] ?? "").split("\n");
  expect(marker).toMatch(/ explained=GH-1,DEADBEEF-1 -->$/);
  expect(seen(rest.join("\n")).stray).toEqual([]);
});

test("hundreds of commands in one comment are one job, and the first ten of its questions are answered", async () => {
  const ids = Array.from({ length: 500 }, (_, index) => `A${index} NOPE-${index}`);
  const body = ids.map((id) => `/explain ${id}\n/recheck`).join("\n");
  await send(scene.bot, commentEvent(PULL, body), { event: "issue_comment" });
  await idle(scene.database);
  expect(scene.github.writes.filter(({ path }) => path.includes("/comments"))).toHaveLength(1);
  const answered = scene.own[0]?.match(/NOPE-\d+(?=\*\*)/g);
  expect(answered).toEqual(Array.from({ length: 10 }, (_, index) => `NOPE-${index}`));
});
