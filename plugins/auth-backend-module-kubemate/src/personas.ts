/** The people of the sandbox; each is a User in `catalog/org.yaml` with Kubernetes rights in the sandbox's clusters. */
export const PERSONAS = ['platform', 'developer', 'ml', 'auditor'] as const;

export type Persona = (typeof PERSONAS)[number];

export function isPersona(name: string): name is Persona {
  return PERSONAS.some(persona => persona === name);
}
