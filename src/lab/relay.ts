/**
 * Run as: node relay.js HOST PORT, inside the control plane's network namespace. It asks over IPC for a socket
 * that listens in the host's namespace (a socket stays in the namespace it was made in); what connects there is
 * joined to HOST:PORT inside.
 */
import { connect, type Server, type Socket } from "node:net";

const [host = "", port = ""] = process.argv.slice(2);

function join(outside: Socket): void {
  const inside = connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
  outside.setNoDelay(true);
  outside.pipe(inside);
  inside.pipe(outside);
  const end = (): void => {
    outside.destroy();
    inside.destroy();
  };
  outside.on("error", end).on("close", end);
  inside.on("error", end).on("close", end);
}

process.once("message", (_message, server) => {
  (server as Server).on("connection", join);
});
process.send?.("ready");
