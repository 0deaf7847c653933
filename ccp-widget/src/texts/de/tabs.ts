/** Texts of several tabs, in German. */

export const elsewhere = 'Das Softphone ist in einem anderen Tab dieses Browsers.';
export const elsewhereTalking =
  'Das Softphone ist in einem anderen Tab dieses Browsers, mit einem Gespräch. Der Ton bleibt dort.';
export const useHere = 'Hier verwenden';
export const controlHere = 'Hier steuern';
export const remote =
  'Der Ton ist in einem anderen Tab: Lassen Sie ihn offen. Nach dem Gespräch kommt das Softphone hierher.';
export const leaving =
  'Ein anderer Tab möchte das Softphone. Nach dem Gespräch zieht es um; bis dahin bleibt der Ton hier.';
export const soundLost =
  'Der Tab mit dem Softphone ist weg und mit ihm der Ton. Legen Sie auf und rufen Sie erneut an.';
