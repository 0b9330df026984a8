/** What gopkg.in/yaml.v3 refuses to read. */
export class GoYamlError extends Error {
  override name = "GoYamlError";
}
