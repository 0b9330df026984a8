/** In which gateways for inference have the model's name, as they read it in the body (Gateway API Inference Extension). */
export const MODEL = "x-gateway-model-name";
/** In which clients of OpenAI's API say for whom they ask. */
export const ORGANIZATION = "openai-organization";
