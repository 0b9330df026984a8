import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KubeError } from "./errors.js";
import { loadKubeconfig } from "./kubeconfig.js";
import { kubeconfigText, scratch } from "./testing.js";

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());

function failure(act: () => unknown): KubeError {
  try {
    act();
  } catch (error) {
    if (error instanceof KubeError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const cluster = { server: "https://127.0.0.1:1" };

describe("where a kubeconfig is looked for", () => {
  it("takes --kubeconfig before KUBECONFIG", () => {
    const given = folder.file("given", kubeconfigText(cluster, {}, "given"));
    const other = folder.file("other", kubeconfigText(cluster, {}, "other"));
    expect(loadKubeconfig({ kubeconfig: given }, { KUBECONFIG: other }).config.getCurrentContext()).toBe("given");
  });

  it("merges the paths in KUBECONFIG: the first of a name counts, missing files are passed over", () => {
    const first = folder.file("first", kubeconfigText({ server: "https://first:1" }, { token: "one" }, "same"));
    const second = folder.file("second", kubeconfigText({ server: "https://second:1" }, { token: "two" }, "same"));
    const third = folder.file("third", kubeconfigText({ server: "https://third:1" }, {}, "third"));
    const env = { KUBECONFIG: [`${folder.path}/none`, first, second, third].join(":") };
    const { config } = loadKubeconfig({}, env);
    expect(config.getCurrentCluster()?.server).toBe("https://first:1");
    expect(config.getCurrentUser()?.token).toBe("one");
    expect(loadKubeconfig({ context: "third" }, env).config.getCurrentCluster()?.server).toBe("https://third:1");
  });

  it("says what to do when there is none", () => {
    expect(failure(() => loadKubeconfig({}, { HOME: folder.path }))).toMatchObject({ code: "NO_KUBECONFIG" });
    expect(failure(() => loadKubeconfig({ kubeconfig: "/none" }, {})).message).toContain("/none");
    expect(failure(() => loadKubeconfig({}, { KUBECONFIG: "/none:/nor" })).message).toContain("/none, /nor");
  });
});

describe("what a kubeconfig must hold", () => {
  it("names the contexts that there are", () => {
    const file = folder.file("config", kubeconfigText(cluster, {}, "here"));
    const error = failure(() => loadKubeconfig({ kubeconfig: file, context: "there" }, {}));
    expect(error).toMatchObject({ code: "NO_CONTEXT", next: "give --context; known: here" });
  });

  it.each(["cluster", "user"])("refuses a context whose %s is not there", (part) => {
    const broken = kubeconfigText(cluster, {}, "x").replace(`      ${part}: x`, `      ${part}: y`);
    const error = failure(() => loadKubeconfig({ kubeconfig: folder.file("config", broken) }, {}));
    expect(error).toMatchObject({ code: "BAD_KUBECONFIG" });
    expect(error.message).toContain(`names a ${part} that is not there`);
  });

  it("accepts a context without a user", () => {
    const text = kubeconfigText(cluster, {}, "x").replace("      user: x\n", "");
    expect(loadKubeconfig({ kubeconfig: folder.file("config", text) }, {}).config.getCurrentUser()).toBeTruthy();
  });

  it("tells the line of a syntax error and nothing of what stands there", () => {
    const file = folder.file("config", "users:\n- name: x\n  user: {token: hush-hush-hush\n");
    const error = failure(() => loadKubeconfig({ kubeconfig: file }, {}));
    expect((error.cause as Error).message).toMatch(/in line \d/);
    expect(`${error.message} ${(error.cause as Error).stack}`).not.toContain("hush");
  });
});

describe("what client-node leaves out", () => {
  it("reads tokenFile, which wins over token, relative to the file", () => {
    folder.file("token", "from-file");
    const file = folder.file("config", kubeconfigText(cluster, { token: "inline", tokenFile: "token" }));
    const user = loadKubeconfig({ kubeconfig: file }, {}).config.getCurrentUser();
    expect(user?.token).toBeUndefined();
    expect(user?.authProvider.config.tokenFile).toBe(`${folder.path}/token`);
  });

  it("finds an exec plugin beside the file", () => {
    const file = folder.file("config", kubeconfigText(cluster, { exec: { command: "./plugin" } }));
    expect(loadKubeconfig({ kubeconfig: file }, {}).config.getCurrentUser()?.exec.command).toBe(
      `${folder.path}/plugin`,
    );
  });

  it("keeps impersonated groups", () => {
    const file = folder.file("config", kubeconfigText(cluster, { as: "jane", "as-groups": ["a", "b"] }));
    expect(loadKubeconfig({ kubeconfig: file }, {}).impersonation.get("test")?.groups).toEqual(["a", "b"]);
  });
});
