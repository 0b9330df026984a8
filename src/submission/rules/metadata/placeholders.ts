/** What stands in a template and in nobody's product: the checklist's brackets, and the programme's example product. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^\[[^[\]]*\]$/,
  /^<[^<>]*>$/,
  /^(?:tbd|todo|fixme|xxx+|\?+|changeme|n\/?a|none|-+)$/i,
  // k8s-conformance's instructions describe the Turbo Encabulator of Yoyodyne.
  /\byoyo\.?dyne\b|\bturbo-?encabulator\b/i,
];

/** Whether a value was never filled in. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value.trim()));
}
