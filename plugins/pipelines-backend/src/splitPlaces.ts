/**
 * What each engine has of the places that a query names; one that has none of them is left out. What nobody has goes to the last, which
 * then says that it is not there. Without places every engine is asked for all of its own.
 */
export function splitPlaces<E extends { has(place: string): boolean }>(
  engines: readonly E[],
  places: readonly string[] | undefined,
): readonly { readonly engine: E; readonly places?: readonly string[] }[] {
  if (places === undefined) return engines.map(engine => ({ engine }));
  const ownerOf = (place: string) => engines.find(engine => engine.has(place)) ?? engines.at(-1);
  return engines
    .map(engine => ({ engine, places: places.filter(place => ownerOf(place) === engine) }))
    .filter(part => part.places.length > 0);
}
