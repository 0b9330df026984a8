/** Names of the facts that an experiment leaves. */
export const SCENE = "scene";
export const APIS = "apis";
export const SETUP = "setup";

/** Of a workload. */
export const deploymentOf = (workload: string): string => `${workload}.deployment.created`;
export const autoscalerOf = (workload: string): string => `${workload}.autoscaler.created`;
/** Its pods, as a watch served them until the first of them ran. */
export const startOf = (workload: string): string => `${workload}.start`;

/** What a pod of it exported, asked by itself, once it was told to export another value. */
export const exportedOf = (workload: string, when: string): string => `${workload}.exports.${when}`;
/** The API server's answer to that telling. */
export const toldOf = (workload: string, when: string): string => `${workload}.told.${when}`;

/** HPAs as a watch served them in a part of the experiment. */
export const hpasIn = (part: string): string => `hpas.${part}`;
/** Pods, likewise, and as they were listed at its end. */
export const podsIn = (part: string): string => `pods.${part}`;
export const podsAfter = (part: string): string => `pods.after.${part}`;

export const logOf = (pod: string): string => `${pod}.log`;
export const EVENTS = "events";
