const STORAGE_KEY = 'kubemate.persona';

/** The sandbox's people, in the order in which sign-in offers them. */
export const PERSONAS = ['platform', 'developer', 'ml', 'auditor'] as const;

export type Persona = (typeof PERSONAS)[number];

/** The persona chosen on an earlier visit. */
export function readPersona(storage: Storage): Persona | undefined {
  const stored = storage.getItem(STORAGE_KEY);
  return PERSONAS.find(persona => persona === stored);
}

export function rememberPersona(storage: Storage, persona: Persona): void {
  storage.setItem(STORAGE_KEY, persona);
}

export function forgetPersona(storage: Storage): void {
  storage.removeItem(STORAGE_KEY);
}
