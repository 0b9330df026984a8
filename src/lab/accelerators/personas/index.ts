import type { Persona, PersonaId } from "../persona.js";
import { generic } from "./generic.js";
import { nvidia } from "./nvidia.js";

export const personas: Record<PersonaId, Persona> = { nvidia, generic };
