import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of an installed Chromium; `KUBEMATE_CHROMIUM` names another. Undefined where there is none. */
export function findChromium() {
  const wanted = process.env.KUBEMATE_CHROMIUM;
  return wanted ?? PLACES.find(file => existsSync(file));
}
