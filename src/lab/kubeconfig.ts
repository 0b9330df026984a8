import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { stringify } from "yaml";
import type { KeyPair } from "./pki.js";

const base64 = async (file: string): Promise<string> => (await readFile(file)).toString("base64");

/** A kubeconfig that holds its credentials itself, so that it can be copied. */
export async function writeKubeconfig(
  file: string,
  context: string,
  server: string,
  authority: string,
  user: KeyPair,
): Promise<void> {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": await base64(authority) } }],
    users: [
      {
        name: context,
        user: { "client-certificate-data": await base64(user.cert), "client-key-data": await base64(user.key) },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    "current-context": context,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stringify(config), { mode: 0o600 });
}
