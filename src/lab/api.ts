import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { parse } from "yaml";
import { z } from "zod";
import { durations, until } from "./durations.js";
import { LabError } from "./error.js";

const kubeconfigSchema = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), "certificate-authority-data": z.string() }) }),
  ]),
  users: z.tuple([
    z.object({ user: z.object({ "client-certificate-data": z.string(), "client-key-data": z.string() }) }),
  ]),
});

/** An answer of the API server; `body` is parsed JSON, or text where it isn't JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Requests to the lab's API server with one of the lab's own kubeconfigs. */
export class Api {
  private constructor(
    private readonly server: string,
    private readonly tls: { ca: Buffer; cert: Buffer; key: Buffer },
  ) {}

  static async from(kubeconfig: string): Promise<Api> {
    const config = kubeconfigSchema.parse(parse(await readFile(kubeconfig, "utf8")));
    const decode = (text: string): Buffer => Buffer.from(text, "base64");
    const { cluster } = config.clusters[0];
    const { user } = config.users[0];
    return new Api(cluster.server, {
      ca: decode(cluster["certificate-authority-data"]),
      cert: decode(user["client-certificate-data"]),
      key: decode(user["client-key-data"]),
    });
  }

  /** One request; only a failure to get any answer throws. */
  request(method: string, path: string, body?: unknown, contentType = "application/json"): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request(
        new URL(path, this.server),
        {
          method,
          ...this.tls,
          agent: false,
          timeout: durations.request * 1000,
          headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": contentType }) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const json = response.headers["content-type"]?.startsWith("application/json") ?? false;
            resolve({ status: response.statusCode ?? 0, body: json ? (JSON.parse(text) as unknown) : text });
          });
        },
      );
      call.on("timeout", () => call.destroy(new Error(`no answer within ${durations.request} s`)));
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** For requests that may be sent twice: an API server whose etcd has just come back may need a while to notice. */
  private async insist(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer> {
    let last = "";
    return until(
      durations.insist,
      async () => {
        const answer = await this.request(method, path, body, contentType).catch((error: unknown) => String(error));
        if (typeof answer === "object" && answer.status < 500 && answer.status !== 429) return answer;
        last = typeof answer === "object" ? `${answer.status} ${JSON.stringify(answer.body)}` : answer;
        return undefined;
      },
      () => new LabError(`${method} ${path} fails for ${durations.insist} s: ${last}`, "karat lab logs kube-apiserver"),
    );
  }

  /** GET that must succeed; undefined when there is no such object. */
  async get<T>(path: string): Promise<T | undefined> {
    const { status, body } = await this.request("GET", path);
    if (status === 404) return undefined;
    if (status !== 200) throw refusal("GET", path, status, body);
    return body as T;
  }

  /** Server-side apply by the field manager `karat-lab`. */
  async apply(path: string, object: unknown): Promise<void> {
    const query = "?fieldManager=karat-lab&force=true";
    const { status, body } = await this.insist("PATCH", path + query, object, "application/apply-patch+yaml");
    if (status >= 300) throw refusal("apply", path, status, body);
  }

  async delete(path: string): Promise<void> {
    const { status, body } = await this.insist("DELETE", path);
    if (status >= 300 && status !== 404) throw refusal("DELETE", path, status, body);
  }
}

function refusal(verb: string, path: string, status: number, body: unknown): LabError {
  const message = (body as { message?: unknown } | null)?.message;
  return new LabError(`${verb} ${path}: ${status} ${typeof message === "string" ? message : JSON.stringify(body)}`);
}
