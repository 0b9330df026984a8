import { verify } from "node:crypto";

export const INSTALLATION_TOKEN = "ghs_0123456789abcdef0123456789abcdef0123";
/** What a workflow has. */
export const WORKFLOW_TOKEN = "ghs_workflow89abcdef0123456789abcdef0123";

/** Why a request is refused: the App itself comes with a signed JWT, its installations and workflows with tokens. */
export function authorised(publicKey: string, { path }: { path: string }, authorization: string): string | undefined {
  const [, token = ""] = /^(?:token|bearer) (.+)$/i.exec(authorization) ?? [];
  if (!path.startsWith("/app")) {
    return [INSTALLATION_TOKEN, WORKFLOW_TOKEN].includes(token) ? undefined : "Bad credentials";
  }
  const [head = "", body = "", signature = ""] = token.split(".");
  const good = verify("sha256", Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url"));
  if (!good) return "A JSON web token could not be decoded";
  const { exp } = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as { exp: number };
  return exp * 1000 > Date.now() ? undefined : "'Expiration time' claim ('exp') must be in the future";
}
