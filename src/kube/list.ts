import type { ListOptions, ObjectList } from "./client.js";
import { refused } from "./errors.js";
import type { Exchange } from "./exchange.js";
import type { ApiObject } from "./object.js";

/** Items a page: kubectl's and client-go's page size. */
const PAGE = 500;

/** All items of a collection, page by page. @throws ApiRefused */
export async function listAll(exchange: Exchange, path: string, options: ListOptions = {}): Promise<ObjectList> {
  const { labelSelector, fieldSelector, keep = () => true, ...rest } = options;
  const items: ApiObject[] = [];
  let token: string | undefined;
  let limit: number | undefined = PAGE;
  for (;;) {
    const query = { labelSelector, fieldSelector, limit, continue: token };
    const response = await exchange.request("GET", path, { ...rest, verb: "list", query });
    if (response.status === 410 && token !== undefined) {
      // The snapshot behind the token was compacted: all at once, as client-go's pager falls back.
      items.length = 0;
      token = limit = undefined;
      continue;
    }
    if (response.status !== 200) throw refused(response, { method: "GET", path });
    items.push(...typed(response.body).filter(keep));
    const metadata = (response.body["metadata"] ?? {}) as { continue?: string; resourceVersion?: string };
    if (!metadata.continue) return { items, resourceVersion: metadata.resourceVersion ?? "" };
    token = metadata.continue;
  }
}

/** Items of typed lists lack apiVersion and kind; the list's own tell them. */
function typed(list: ApiObject): ApiObject[] {
  const apiVersion = list["apiVersion"] as string | undefined;
  const kind = String(list["kind"] ?? "").replace(/List$/, "");
  return ((list["items"] ?? []) as ApiObject[]).map((item) => Object.assign({ apiVersion, kind }, item));
}
