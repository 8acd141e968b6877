import type { Fields } from '../Fields';
import {
  code,
  core,
  facts,
  fromQuantity,
  fromText,
  fromTexts,
  object,
  status,
  table,
} from './facts';
import type { FactValue, SummarySection } from './Summary';

const STORAGE_CLASSES = { group: 'storage.k8s.io', version: 'v1', plural: 'storageclasses' };

function phase(field: Fields): FactValue | undefined {
  const word = field.text;
  if (word === undefined) return undefined;
  if (word === 'Bound') return status('ok', word);
  if (word === 'Lost' || word === 'Failed') return status('failed', word);
  return status(word === 'Pending' ? 'progressing' : 'idle', word);
}

export function summariseClaim(claim: Fields): readonly SummarySection[] {
  const spec = claim.at('spec');
  return [
    facts('volumeClaim', [
      ['phase', phase(claim.at('status', 'phase'))],
      ['capacity', fromQuantity(claim.at('status', 'capacity', 'storage'), 'bytes')],
      ['requests', fromQuantity(spec.at('resources', 'requests', 'storage'), 'bytes')],
      ['accessModes', fromTexts(spec.at('accessModes'))],
      ['storageClass', object(STORAGE_CLASSES, { name: spec.at('storageClassName').text })],
      ['volume', object(core('persistentvolumes'), { name: spec.at('volumeName').text })],
      ['volumeMode', fromText(spec.at('volumeMode'))],
    ]),
  ];
}

export function summariseVolume(volume: Fields): readonly SummarySection[] {
  const spec = volume.at('spec');
  const claim = spec.at('claimRef');
  return [
    facts('volume', [
      ['phase', phase(volume.at('status', 'phase'))],
      ['capacity', fromQuantity(spec.at('capacity', 'storage'), 'bytes')],
      ['accessModes', fromTexts(spec.at('accessModes'))],
      ['reclaimPolicy', fromText(spec.at('persistentVolumeReclaimPolicy'))],
      ['storageClass', object(STORAGE_CLASSES, { name: spec.at('storageClassName').text })],
      [
        'claim',
        object(core('persistentvolumeclaims'), {
          namespace: claim.at('namespace').text,
          name: claim.at('name').text,
        }),
      ],
      ['driver', fromText(spec.at('csi', 'driver'))],
    ]),
  ];
}

/** Bytes of a text in UTF-8, which is what counts against the limit of 1 MiB. */
function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

const SHOWN = 4000;

export function summariseConfigMap(map: Fields): readonly SummarySection[] {
  const data = map.at('data').entries.map(([key, value]) => {
    const text = value.text ?? '';
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    return [code(key), { as: 'bytes' as const, amount: sizeOf(text) }, code(shown)];
  });
  const binary = map.at('binaryData').entries.map(([key, value]) => [
    code(key),
    // Base64 carries three bytes in four characters.
    { as: 'bytes' as const, amount: Math.floor(((value.text ?? '').length * 3) / 4) },
    undefined,
  ]);
  return [table('data', ['key', 'size', 'value'], [...data, ...binary])];
}

/** The server replaces each value by its size; whatever stands there is drawn as a size, never as a value. */
export function summariseSecret(secret: Fields): readonly SummarySection[] {
  return [
    facts('secret', [['type', fromText(secret.at('type'))]]),
    table(
      'data',
      ['key', 'size'],
      secret.at('data').entries.map(([key, value]) => [code(key), secretSize(value)]),
    ),
  ];
}

function secretSize(value: Fields): FactValue | undefined {
  const bytes = /\d+/.exec(value.text ?? '')?.[0];
  return bytes === undefined ? undefined : { as: 'bytes', amount: Number(bytes) };
}
