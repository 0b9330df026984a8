import type { Persona, PersonaId } from "../persona.js";
import { amd } from "./amd.js";
import { generic } from "./generic.js";
import { nvidia } from "./nvidia.js";

export const personas: Record<PersonaId, Persona> = { nvidia, amd, generic };
