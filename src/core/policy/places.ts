/** The members of the European Union by their codes of ISO 3166-1, with their names. https://european-union.europa.eu/principles-countries-history/eu-countries_en */
const members: Readonly<Record<string, string>> = {
  at: 'austria',
  be: 'belgium',
  bg: 'bulgaria',
  cy: 'cyprus',
  cz: 'czechia',
  de: 'germany',
  dk: 'denmark',
  ee: 'estonia',
  es: 'spain',
  fi: 'finland',
  fr: 'france',
  gr: 'greece',
  hr: 'croatia',
  hu: 'hungary',
  ie: 'ireland',
  it: 'italy',
  lt: 'lithuania',
  lu: 'luxembourg',
  lv: 'latvia',
  mt: 'malta',
  nl: 'netherlands',
  pl: 'poland',
  pt: 'portugal',
  ro: 'romania',
  se: 'sweden',
  si: 'slovenia',
  sk: 'slovakia',
};

/**
 * Regions of the large clouds that lie in the Union. A name proves nothing: `eu-west-2` and `europe-west2` are London, `eu-central-2` and
 * `europe-west6` are Zurich, so that each is listed. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html,
 * https://cloud.google.com/compute/docs/regions-zones, https://learn.microsoft.com/azure/reliability/regions-list
 */
const cloudRegions: readonly string[] = [
  ...['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['europe-west1', 'europe-west3', 'europe-west4', 'europe-west8', 'europe-west9', 'europe-west10', 'europe-west12'],
  ...['europe-central2', 'europe-north1', 'europe-north2', 'europe-southwest1'],
  ...['westeurope', 'northeurope', 'francecentral', 'francesouth', 'germanywestcentral', 'germanynorth', 'swedencentral', 'swedensouth'],
  ...['polandcentral', 'italynorth', 'spaincentral', 'austriaeast', 'belgiumcentral'],
];

const union = 'eu';
const inUnion: ReadonlySet<string> = new Set([union, ...Object.keys(members), ...Object.values(members), ...cloudRegions]);

/**
 * Does all that a documented place can stand for lie within the wanted one? Names are compared as they are, without letter case; `eu` takes in
 * what the tables here name, and nothing else: what is not known to be in the EU is not.
 */
export function liesWithin(place: string, wanted: string): boolean {
  const [inner, outer] = [nameOf(place), nameOf(wanted)];
  return inner === outer || (outer === union && inUnion.has(inner));
}

/** Could a documented place lie in the unwanted one? `EU` may be Germany. */
export function mayTouch(place: string, unwanted: string): boolean {
  return liesWithin(place, unwanted) || liesWithin(unwanted, place);
}

/** A country is its code, however it is written. */
function nameOf(place: string): string {
  const name = place.trim().toLowerCase();
  return Object.keys(members).find((code) => members[code] === name) ?? name;
}
