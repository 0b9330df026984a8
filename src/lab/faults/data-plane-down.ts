import { envoyGateway, IDLE_PROXIES } from "../addons/envoy-gateway.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { onGateways } from "./mechanism/routes.js";

const ID = "F17";

export const dataPlaneDown: Fault = {
  id: ID,
  breaks: ["ai_inference"],
  what: "A Gateway is Accepted and Programmed, and nothing serves behind its address.",
  how: "The proxies of Gateways run a program that says that it is ready, and does nothing else.",
  ...onGateways(
    (lab) => setAddOnDefect(lab, ID, envoyGateway, IDLE_PROXIES),
    (lab) => setAddOnDefect(lab, ID, envoyGateway, undefined),
  ),
};
