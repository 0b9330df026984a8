import { chmodSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Credentials } from "./credentials.js";
import type { KubeError } from "./errors.js";
import { base64, kubeconfigText, scratch, selfSigned, shorten } from "./testing.js";

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());

const cluster = { server: "https://127.0.0.1:1" };

function credentials(
  user: Record<string, unknown>,
  options: { cluster?: object; onSecret?: (secret: string) => void } = {},
) {
  const file = folder.file("config", kubeconfigText({ ...cluster, ...options.cluster }, user));
  return new Credentials({ kubeconfig: file }, options.onSecret);
}

/** An exec plugin that counts its runs and answers with the next token. */
function plugin(body = 'echo x >> "$0.runs"'): string {
  const file = folder.file(
    "plugin",
    `#!/bin/sh
${body}
n=$(wc -l < "$0.runs")
printf '%s' "$KUBERNETES_EXEC_INFO" > "$0.info"
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"exec-token-number-'$n'"}}'
`,
    0o700,
  );
  chmodSync(file, 0o700);
  return file;
}

const exec = (command: string, more: object = {}) => ({
  exec: { apiVersion: "client.authentication.k8s.io/v1", command, ...more },
});

describe("exec plugins", () => {
  it("run once for requests at the same time, and again after renew", async () => {
    const command = plugin();
    const all = credentials(exec(command));
    const headers = await Promise.all(Array.from({ length: 5 }, () => all.headers()));
    expect(new Set(headers.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer exec-token-number-1"]));
    all.renew();
    expect((await all.headers())["authorization"]).toBe("Bearer exec-token-number-2");
    expect(all.secrets()).toEqual(expect.arrayContaining(["exec-token-number-1", "exec-token-number-2"]));
  });

  it("that take long are not waited for once nobody wants the answer", async () => {
    const stopping = new AbortController();
    const asked = credentials(exec(plugin("sleep 2"))).headers(stopping.signal);
    stopping.abort(new Error("stop"));
    const before = Date.now();
    await expect(asked).rejects.toThrow("stop");
    expect(Date.now() - before).toBeLessThan(1_000);
  });

  it("are told KUBERNETES_EXEC_INFO", async () => {
    const command = plugin();
    await credentials(exec(command)).headers();
    expect(JSON.parse(readFileSync(`${command}.info`, "utf8"))).toMatchObject({
      kind: "ExecCredential",
      spec: { interactive: false },
    });
  });

  it("say how to install them when they are missing", async () => {
    const hint = "Install it from your vendor.";
    const missing = credentials(exec("no-such-plugin", { installHint: hint })).headers();
    await expect(missing).rejects.toMatchObject({ code: "EXEC_PLUGIN", next: hint });
  });

  it("pass on what a failing one said", async () => {
    const failing = credentials(exec(plugin("echo log in first >&2; exit 1"))).headers();
    const error = (await failing.catch((error: unknown) => error)) as KubeError;
    expect(error.code).toBe("EXEC_PLUGIN");
    expect((error.cause as Error).message).toContain("log in first");
  });

  it("are not waited for forever", async () => {
    const restore = shorten({ execPlugin: 100 });
    const slow = credentials(exec(plugin("sleep 2"))).headers();
    await expect(slow).rejects.toMatchObject({ code: "EXEC_PLUGIN" });
    restore();
  });
});

describe("what a request carries", () => {
  it("cuts the line break off a token file", async () => {
    const tokenFile = folder.file("token", "file-token-0123\n");
    expect((await credentials({ tokenFile }).headers())["authorization"]).toBe("Bearer file-token-0123");
  });

  it("reads a rotated token file after renew", async () => {
    const tokenFile = folder.file("token", "token-before-rotation");
    const all = credentials({ tokenFile });
    await all.headers();
    folder.file("token", "token-after-rotation");
    all.renew();
    expect((await all.headers())["authorization"]).toBe("Bearer token-after-rotation");
  });

  it("impersonates user and groups", async () => {
    const headers = await credentials({ token: "t0123456789", as: "jane", "as-groups": ["a", "b"] }).headers();
    expect(headers).toMatchObject({ "impersonate-user": "jane", "impersonate-group": ["a", "b"] });
  });

  it("tells of a file that is not there", async () => {
    await expect(credentials({ tokenFile: "/none" }).headers()).rejects.toMatchObject({ code: "CREDENTIALS" });
  });
});

describe("secrets", () => {
  it("holds key material in every form, and tells each once, before it is used", async () => {
    const pair = await selfSigned();
    const told: string[] = [];
    const user = {
      "client-certificate-data": base64(pair.cert),
      "client-key-data": base64(pair.key),
      token: "tok-0123456789",
    };
    const all = credentials(user, { onSecret: (secret) => told.push(secret) });
    await all.tls();
    await all.headers();
    const bare = pair.key.replace(/-----[^-]+-----/g, "").replace(/\s/g, "");
    expect(all.secrets()).toEqual(expect.arrayContaining(["tok-0123456789", base64(pair.key), pair.key.trim(), bare]));
    expect(told).toEqual(all.secrets());
    expect(all.secrets().join()).not.toContain(base64(pair.cert).slice(0, 60));
  });
});

describe("where the server is", () => {
  it("refuses plain HTTP beyond this machine", () => {
    expect(() => credentials({}, { cluster: { server: "http://10.0.0.1:80" } })).toThrow(
      expect.objectContaining({ code: "PLAIN_HTTP" }) as Error,
    );
    expect(credentials({}, { cluster: { server: "http://127.0.0.1:8001" } }).server.port).toBe("8001");
  });

  it("takes proxy-url before the environment, and no environment's proxy to this machine", () => {
    const server = "https://api.example.test:6443";
    process.env["HTTPS_PROXY"] = "http://env.example.test:3128";
    try {
      expect(credentials({}, { cluster: { server } }).proxy?.host).toBe("env.example.test:3128");
      const proxied = { server, "proxy-url": "socks5://own.example.test:1080" };
      expect(credentials({}, { cluster: proxied }).proxy?.host).toBe("own.example.test:1080");
      expect(credentials({}).proxy).toBeUndefined();
    } finally {
      delete process.env["HTTPS_PROXY"];
    }
  });
});
