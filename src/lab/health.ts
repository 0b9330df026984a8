/**
 * Run as: node health.js SECONDS URL..., inside a network namespace. Prints one JSON array: for each URL null when it
 * answered 200 within SECONDS, else why it did not.
 */
import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";

function ask(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    // Certificates of health ports are self-signed, and nothing is sent to them.
    const options = { timeout: 1000, rejectUnauthorized: false };
    const call = (url.startsWith("https:") ? getHttps : getHttp)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? null : `answers ${response.statusCode}`);
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 1 s")));
    call.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const [seconds = "0", ...urls] = process.argv.slice(2);
const end = Date.now() + Number(seconds) * 1000;

async function settle(url: string): Promise<string | null> {
  for (;;) {
    const answer = await ask(url);
    if (answer === null || Date.now() >= end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

process.stdout.write(JSON.stringify(await Promise.all(urls.map(settle))));
