import type { Located, ProductDocument } from "../document.js";

/** What a submission must say of its product, in the programme's order. */
export const REQUIRED_KEYS = [
  "kubernetesVersion",
  "platformName",
  "platformVersion",
  "vendorName",
  "websiteUrl",
  "documentationUrl",
  "productLogoUrl",
  "description",
  "contactEmailAddress",
  "k8sConformanceUrl",
] as const;

/** And what it may say. */
export const METADATA_KEYS = [...REQUIRED_KEYS, "repoUrl"] as const;
export type MetadataKey = (typeof METADATA_KEYS)[number];

/** Keys whose values are addresses. */
export const URL_KEYS = METADATA_KEYS.filter((key) => key.endsWith("Url"));

/** The older spelling of a key, which the programme still takes: `website_url`. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A value in either spelling of its key. */
export function metadataOf({ metadata }: ProductDocument, key: MetadataKey): Located<string> | undefined {
  return metadata.get(key) ?? metadata.get(snakeCase(key));
}
