import type { RequestOptions } from "node:https";
import type { User } from "@kubernetes/client-node";

/** Every secret of a user and of what its authentication came to: as given, and key material also as bare base64. */
export function secretsOf(user: User, applied: RequestOptions, proxy: URL | undefined): Set<string> {
  const secrets = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === "string" && value.trim() !== "") secrets.add(value.trim());
  };
  add(user.token);
  add(user.password);
  add(user.keyData);
  const authorization = applied.headers && "Authorization" in applied.headers ? applied.headers["Authorization"] : "";
  add(String(authorization ?? "").replace(/^Bearer /, ""));
  if (applied.key !== undefined) for (const form of keyForms((applied.key as Buffer | string).toString())) add(form);
  const provider = (user.authProvider as { config?: Record<string, unknown> } | undefined)?.config ?? {};
  for (const [name, value] of Object.entries(provider)) if (looksSecret(name)) add(value);
  const { env } = (user.exec ?? {}) as { env?: { name: string; value: string }[] };
  for (const { name, value } of env ?? []) if (looksSecret(name)) add(value);
  add(decodeURIComponent(proxy?.password ?? ""));
  return secrets;
}

/** e.g. `id-token`, `client-secret`, AWS_SECRET_ACCESS_KEY; never a file's name. */
function looksSecret(name: string): boolean {
  return /token|secret|password|passphrase/i.test(name) && !/file|url|path/i.test(name);
}

/** A PEM key whole, its bare base64 on one line, and the base64 of the PEM as kubeconfigs carry it. */
function keyForms(pem: string): string[] {
  const bare = pem.replace(/-----[^-]+-----/g, "").replace(/\s/g, "");
  return [pem, bare, Buffer.from(pem).toString("base64")];
}
