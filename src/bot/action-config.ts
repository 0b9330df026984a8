import type { ActionConfig } from "./action.js";
import { apiUrlOf } from "./config.js";
import { BotError } from "./error.js";

/** Bytes of an event's file: as of an event that the server takes. */
const LARGEST = 4 * 1024 ** 2;

/**
 * Reads what GitHub Actions says by the environment.
 * @param read a file's text
 * @throws BotError `config`
 */
export function readActionConfig(
  env: Readonly<Record<string, string | undefined>>,
  read: (path: string) => string,
): ActionConfig {
  const needed = (name: string, next: string): string => {
    const value = env[name];
    if (value) return value;
    throw new BotError("config", `${name} is not set`, next);
  };
  const inWorkflow = "run this as a step of a GitHub workflow";
  const event = needed("GITHUB_EVENT_NAME", inWorkflow);
  const path = needed("GITHUB_EVENT_PATH", inWorkflow);
  const token = needed("GITHUB_TOKEN", "give the step `env: GITHUB_TOKEN: ${{ github.token }}`");
  const apiUrl = apiUrlOf(env["GITHUB_API_URL"] ?? "https://api.github.com", "GITHUB_API_URL");
  return { event, payload: payloadOf(path, read), token, apiUrl };
}

function payloadOf(path: string, read: (path: string) => string): unknown {
  const next = "leave GITHUB_EVENT_PATH as GitHub sets it";
  try {
    const text = read(path);
    if (text.length <= LARGEST) return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BotError("config", `GITHUB_EVENT_PATH ${path} holds no event`, next, { cause: error });
  }
  throw new BotError("config", `GITHUB_EVENT_PATH ${path} is larger than an event`, next);
}
