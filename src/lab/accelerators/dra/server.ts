import { join } from "node:path";
import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { pluginFolder } from "../driver-config.js";
import { serve, service, stopServing } from "../grpc.js";
import type { ClaimReference, Preparer } from "./preparer.js";

export interface DraServer {
  stop(): void;
}

/**
 * Serves the driver to the kubelet: the plugin socket, then the registration socket that makes the kubelet look at it.
 * A kubelet that starts anew finds the registration socket again by itself.
 */
export async function serveDra(
  driver: string,
  kubeletRoot: string,
  preparer: Preparer,
  onRegistration: (status: { plugin_registered: boolean; error: string }) => void,
): Promise<DraServer> {
  const endpoint = join(pluginFolder(kubeletRoot, driver), "dra.sock");
  const registration = join(kubeletRoot, "plugins_registry", `${driver}-reg.sock`);
  const plugin = await serve(endpoint, [
    [
      service("dra", "k8s.io.kubelet.pkg.apis.dra.v1.DRAPlugin"),
      {
        NodePrepareResources: unary(async ({ claims }: { claims: ClaimReference[] }) => ({
          claims: await preparer.prepare(claims),
        })),
        NodeUnprepareResources: unary(async ({ claims }: { claims: ClaimReference[] }) => ({
          claims: preparer.unprepare(claims),
        })),
      },
    ],
  ]);
  const registry = await serve(registration, [
    [
      service("pluginregistration", "pluginregistration.Registration"),
      {
        GetInfo: unary(async () => ({
          type: "DRAPlugin",
          name: driver,
          endpoint,
          supported_versions: ["v1.DRAPlugin"],
        })),
        NotifyRegistrationStatus: unary(async (status: { plugin_registered: boolean; error: string }) => {
          onRegistration(status);
          return {};
        }),
      },
    ],
  ]);
  return {
    stop: () => {
      // The kubelet forgets the driver when this socket goes, so it goes first.
      stopServing(registry, registration);
      stopServing(plugin, endpoint);
    },
  };
}

/** Turns a throw into a gRPC error with its message. */
function unary<Request, Answer>(handler: (request: Request) => Promise<Answer>) {
  return (incoming: ServerUnaryCall<Request, Answer>, done: sendUnaryData<Answer>): void => {
    handler(incoming.request).then(
      (answer) => done(null, answer),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
}
