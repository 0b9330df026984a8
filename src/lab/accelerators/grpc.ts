import { rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Client,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
  credentials,
  makeGenericClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

/** A service of one of the definitions in proto/, by its full name. */
export function service(
  file: "dra" | "pluginregistration" | "deviceplugin" | "podresources",
  name: string,
): ServiceDefinition {
  const path = fileURLToPath(new URL(`./proto/${file}.proto`, import.meta.url));
  const definition = loadSync(path, { keepCase: true, defaults: true, arrays: true })[name];
  if (!definition) throw new Error(`${path} defines no ${name}`);
  return definition as ServiceDefinition;
}

/** Serves on a unix socket made anew; a file that a killed driver left there is taken away. */
export async function serve(
  socket: string,
  services: [ServiceDefinition, UntypedServiceImplementation][],
): Promise<Server> {
  await mkdir(dirname(socket), { recursive: true });
  rmSync(socket, { force: true });
  const server = new Server();
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(new Error(`cannot serve on ${socket}`, { cause: error })) : resolve(),
    );
  });
  return server;
}

/** Stops at once, calls in flight included, and takes the socket away. */
export function stopServing(server: Server, socket: string): void {
  server.forceShutdown();
  rmSync(socket, { force: true });
}

export function connect(definition: ServiceDefinition, socket: string): Client {
  const Constructor = makeGenericClientConstructor(definition, "client");
  return new Constructor(`unix:${socket}`, credentials.createInsecure());
}

/** One unary call by method name. */
export function call<Answer>(client: Client, method: string, message: object, seconds: number): Promise<Answer> {
  const definition = (client as unknown as Record<string, unknown>)[method];
  if (typeof definition !== "function") throw new Error(`the client has no method ${method}`);
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, answer: Answer) => (error ? reject(error) : resolve(answer));
    definition.call(client, message, { deadline: Date.now() + seconds * 1000 }, done);
  });
}
