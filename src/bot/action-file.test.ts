import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the Action builds karat and runs it, checks nothing out, and puts no input into a script's text", () => {
  const action = parse(text("action.yml")) as { runs: { using: string; steps: Step[] } };
  expect(action.runs.using).toBe("composite");
  for (const { uses, run = "" } of action.runs.steps) {
    expect(uses).toBeUndefined();
    expect(run).not.toContain("${{");
  }
  expect(action.runs.steps.at(-1)?.run).toContain('node "$KARAT" bot action');
});

test("the workflow that the documentation shows hears what the bot hears, with the permissions that it needs", () => {
  const [, yaml = ""] = /```yaml\n([^]*?)```/.exec(text("docs/bot.md")) ?? [];
  const workflow = parse(yaml) as {
    on: Record<string, { types: string[] }>;
    permissions: Record<string, string>;
    concurrency: { group: string };
  };
  expect(Object.keys(workflow.on)).toEqual(["pull_request_target", "issue_comment"]);
  expect(workflow.permissions).toEqual({
    contents: "read",
    statuses: "write",
    issues: "write",
    "pull-requests": "write",
  });
  // Of a group one run waits, and a newer one cancels it: a comment's must not be in a push's group.
  expect(workflow.concurrency.group).toContain("github.event.comment.id ||");
  expect(yaml).not.toContain("checkout");
});
