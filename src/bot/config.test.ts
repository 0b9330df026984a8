import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readActionConfig } from "./action-config.js";
import { readConfig, type BotFlags } from "./config.js";
import { KEYS } from "./testing/bot.js";

const FLAGS: BotFlags = { port: "8080", host: "127.0.0.1", apiUrl: "https://api.github.com", log: "text" };
const ENV = {
  KARAT_BOT_APP_ID: "12",
  KARAT_BOT_PRIVATE_KEY: KEYS.privateKey,
  KARAT_BOT_WEBHOOK_SECRET: "0123456789abcdef",
};
const never = (): string => {
  throw new Error("no such file");
};

test("flags and environment make one configuration, and flags win", () => {
  expect(readConfig(FLAGS, ENV, never)).toMatchObject({
    appId: 12,
    port: 8080,
    store: { kind: "folder", path: "karat-bot" },
  });
  const env = {
    ...ENV,
    DATABASE_URL: "postgres://db/karat",
    KARAT_BOT_PRIVATE_KEY: KEYS.privateKey.replaceAll("\n", "\\n"),
  };
  expect(readConfig(FLAGS, env, never)).toMatchObject({ privateKey: KEYS.privateKey, store: { kind: "postgres" } });
  const flags = {
    ...FLAGS,
    appId: "13",
    store: "here",
    privateKeyFile: "key.pem",
    apiUrl: "https://ghe.example/api/v3/",
  };
  expect(readConfig(flags, env, () => KEYS.privateKey)).toMatchObject({
    appId: 13,
    store: { kind: "folder", path: "here" },
    apiUrl: "https://ghe.example/api/v3",
  });
});

describe("what is wrong is refused with what to do, and without showing a secret", () => {
  const ed25519 = generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
  test.each<[string, Partial<BotFlags>, Record<string, string | undefined>]>([
    ["no id", {}, { KARAT_BOT_APP_ID: undefined }],
    ["an id that is no number", { appId: "karat" }, {}],
    ["no key", {}, { KARAT_BOT_PRIVATE_KEY: undefined }],
    ["a key's file that is not there", { privateKeyFile: "nowhere.pem" }, {}],
    ["a key that is none", {}, { KARAT_BOT_PRIVATE_KEY: "-----BEGIN RSA PRIVATE KEY-----" }],
    ["a key of another kind", {}, { KARAT_BOT_PRIVATE_KEY: ed25519 }],
    ["no secret", {}, { KARAT_BOT_WEBHOOK_SECRET: "" }],
    ["a short secret", {}, { KARAT_BOT_WEBHOOK_SECRET: "hunter2" }],
    ["another database", {}, { DATABASE_URL: "mysql://db/karat" }],
    ["a port that is none", { port: "65536" }, {}],
    ["a port in words", { port: "http" }, {}],
    ["an API by plain HTTP", { apiUrl: "http://ghe.example/api/v3" }, {}],
    ["an API that is none", { apiUrl: "api.github.com" }, {}],
    ["an API with a password", { apiUrl: "https://me:secret@ghe.example" }, {}],
  ])("%s", (_, flags, env) => {
    let error: unknown;
    try {
      readConfig({ ...FLAGS, ...flags }, { ...ENV, ...env }, never);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: "BotError", code: "config", next: expect.stringMatching(/./) });
    expect(String(error)).not.toMatch(/BEGIN|hunter2|0123456789abcdef/);
  });
});

describe("an Action's environment", () => {
  const env = { GITHUB_EVENT_NAME: "issue_comment", GITHUB_EVENT_PATH: "event.json", GITHUB_TOKEN: "t" };
  test("is read", () => {
    expect(readActionConfig(env, () => "{}")).toEqual({
      event: "issue_comment",
      payload: {},
      token: "t",
      apiUrl: "https://api.github.com",
    });
  });
  test.each([
    ["a token", { ...env, GITHUB_TOKEN: undefined }, "{}"],
    ["an event's name", { ...env, GITHUB_EVENT_NAME: "" }, "{}"],
    ["an event's file", { ...env, GITHUB_EVENT_PATH: undefined }, "{}"],
    ["an event in JSON", env, "{"],
    ["an event of a usual size", env, `"${" ".repeat(5 * 1024 ** 2)}"`],
    ["an API by https", { ...env, GITHUB_API_URL: "http://ghe.example" }, "{}"],
  ])("needs %s", (_, given, text) => {
    expect(() => readActionConfig(given, () => text)).toThrow(expect.objectContaining({ code: "config" }));
  });
});
